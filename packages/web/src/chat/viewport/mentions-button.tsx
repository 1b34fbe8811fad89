import { AtSign } from 'lucide-react'
import { useT } from '../../i18n'
import { Fab } from './fab'

interface MentionsButtonProps {
  /** The number of unread messages that mention the viewer. */
  readonly count: number
  readonly onMention: () => void
}

/** Jumps to the next unread message that mentions the viewer. */
export const MentionsButton = ({ count, onMention }: MentionsButtonProps) => (
  <Fab
    icon={AtSign}
    label={useT()('jumpToMention', { count })}
    count={count}
    onPress={onMention}
    testId="fab-mentions"
  />
)
