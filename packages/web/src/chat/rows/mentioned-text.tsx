import type { UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useMemo } from 'react'
import { useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { useT } from '../../i18n'
import { useMemberName } from '../../people/chat-name'
import { Markdown } from '../markdown/markdown'
import { everybodysWords, mentionWords } from '../markdown/mention-words'
import type { Block, Inline } from '../markdown/tree'
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

type Shows = (who: UserId | 'all', text: string) => Inline

const inText = (text: string, find: (name: string) => UserId | 'all' | undefined, shows: Shows): Inline[] => {
  const parts: Inline[] = []
  let at = 0
  for (const { from, to, who } of mentionWords(text, find)) {
    parts.push({ kind: 'text', text: text.slice(at, from) }, shows(who, text.slice(from, to)))
    at = to
  }
  return [...parts, { kind: 'text', text: text.slice(at) }]
}

type Change = (text: string) => Inline[]

const inInlines = (nodes: readonly Inline[], change: Change): Inline[] =>
  nodes.flatMap((node): Inline[] => {
    if (node.kind === 'text') return change(node.text)
    if (node.kind === 'strong' || node.kind === 'em' || node.kind === 'del')
      return [{ ...node, children: inInlines(node.children, change) }]
    return [node]
  })

const inBlocks = (blocks: readonly Block[], change: Change): Block[] =>
  blocks.map((block) => {
    if (block.kind === 'paragraph') return { ...block, children: inInlines(block.children, change) }
    if (block.kind === 'quote') return { ...block, children: inBlocks(block.children, change) }
    if (block.kind === 'list') return { ...block, items: block.items.map((item) => inBlocks(item, change)) }
    return block
  })

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
    const find = (name: string) => (mentionsAll && everybodysWords.includes(name) ? 'all' : ids.get(name))
    const shows: Shows = (who, text) => ({
      kind: 'shown',
      node: who === 'all' ? <Everybody /> : <Mention {...{ message, text, reachable }} userId={who} />,
    })
    return inBlocks(tree, (text) => inText(text, find, shows))
  }, [usernames, mentions, mentionsAll, message, tree, reachable])
  return <Markdown tree={shown} />
}
