import type { UserId } from '@parley/protocol'
import type { Block, Inline } from '@parley/protocol/markdown/tree'
import type { TimelineMessage } from '@parley/sdk/api'
import { useMemo } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { Markdown } from '../../markdown/markdown'
import { useMemberName } from '../../people/chat-name'
import { useRowLook } from '../pane-contexts'
import { withMentions } from './mention-tree'
import styles from './mentioned-text.module.css'

interface MentionProps {
  readonly message: TimelineMessage
  readonly userId: UserId
  /** The text as written. */
  readonly text: string
  readonly reachable: boolean
}

/** A mention in a text. Shows who the person is, and links to the profile. */
const Mention = ({ message: { chatId }, userId, text, reachable }: MentionProps) => {
  const { me } = useRowLook()
  const name = useMemberName(chatId, userId)
  return (
    <button
      type="button"
      tabIndex={reachable ? 0 : -1}
      className={styles.mention}
      data-mention
      data-me={userId === me || undefined}
      title={name}
      onClick={() => openDialog({ name: 'person', userId, chatId })}
    >
      {text}
    </button>
  )
}

const MentionOfAll = () => {
  const t = useT()
  return (
    <span className={styles.mention} data-me title={t('everybodyHere')}>
      {`@${t('everybodyWord')}`}
    </span>
  )
}

const nobody: readonly UserId[] = []

export interface MentionedTextProps {
  readonly message: TimelineMessage
  readonly tree: readonly Block[]
  /** Whether its mentions are reachable with Tab. */
  readonly reachable: boolean
}

/** A text with the mentions of its message. A name alone isn't a mention. */
export const MentionedText = ({ message, tree, reachable }: MentionedTextProps) => {
  const { mentions = nobody, mentionsAll } = message
  const usernames = useSelector((state) =>
    mentions.map((id) => (state.me?.id === id ? state.me : state.users.get(id))?.username),
  )
  const shown = useMemo(() => {
    const ids = new Map(mentions.map((id, at) => [usernames[at], id]))
    const shows = (who: UserId | 'all', text: string): Inline => ({
      kind: 'shown',
      node: who === 'all' ? <MentionOfAll /> : <Mention {...{ message, text, reachable }} userId={who} />,
    })
    return withMentions(tree, { ids, all: mentionsAll === true }, shows)
  }, [usernames, mentions, mentionsAll, message, tree, reachable])
  return <Markdown tree={shown} />
}
