import type { UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useMemo } from 'react'
import { useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { useT } from '../../i18n'
import { useMemberName } from '../../people/chat-name'
import { Markdown } from '../markdown/markdown'
import type { Block, Inline } from '../markdown/tree'
import { withMentions } from './mention-tree'
import styles from './mentioned-text.module.css'
import { useRowSurroundings } from './row-context'

interface MentionProps {
  readonly message: TimelineMessage
  readonly userId: UserId
  /** As it was written. */
  readonly text: string
  readonly reachable: boolean
}

/** A person named in a text: leads to the profile, and says who it is. */
const Mention = ({ message: { chatId }, userId, text, reachable }: MentionProps) => {
  const { me } = useRowSurroundings()
  const name = useMemberName(chatId, userId)
  return (
    <button
      type="button"
      tabIndex={reachable ? 0 : -1}
      className={styles.mention}
      data-me={userId === me || undefined}
      title={name}
      onClick={() => openDialog({ name: 'person', userId, chatId })}
    >
      {text}
    </button>
  )
}

const Everybody = () => {
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
  /** Who is named in it is reached by Tab. */
  readonly reachable: boolean
}

/** A text in which those whom its message names are shown as such; a name alone names nobody. */
export const MentionedText = ({ message, tree, reachable }: MentionedTextProps) => {
  const { mentions = nobody, mentionsAll } = message
  const usernames = useSelector((state) =>
    mentions.map((id) => (state.me?.id === id ? state.me : state.users.get(id))?.username),
  )
  const shown = useMemo(() => {
    const ids = new Map(mentions.map((id, at) => [usernames[at], id]))
    const shows = (who: UserId | 'all', text: string): Inline => ({
      kind: 'shown',
      node: who === 'all' ? <Everybody /> : <Mention {...{ message, text, reachable }} userId={who} />,
    })
    return withMentions(tree, { ids, all: mentionsAll === true }, shows)
  }, [usernames, mentions, mentionsAll, message, tree, reachable])
  return <Markdown tree={shown} />
}
