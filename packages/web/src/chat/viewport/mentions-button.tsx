import { AtSign } from 'lucide-react'
import { useT } from '../../i18n'
import { Fab } from './fab'

interface MentionsButtonProps {
  /** Unread messages that name the person. */
  readonly count: number
  readonly onMention: () => void
}

/** The way to the next message that names the person and is unread. */
export const MentionsButton = ({ count, onMention }: MentionsButtonProps) => (
  <Fab
    icon={AtSign}
    label={useT()('jumpToMention', { count })}
    count={count}
    onPress={onMention}
    testId="fab-mentions"
  />
)
