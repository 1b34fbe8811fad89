import type { UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { localDay } from '../lib/local-day'

/** A longer gap between messages of one sender begins a new run. */
export const runGapMs = 5 * 60_000

/** The space above a row: inside a run, between runs, around dates and service messages. */
export type Gap = 'none' | 'run' | 'block'

/** A row of the viewport. Keys are stable: a message keeps its key, and its DOM node, from the outbox to the server. */
export type TimelineItem =
  | { readonly kind: 'date'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: 'u' }
  | { readonly kind: 'service'; readonly key: string; readonly message: TimelineMessage }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: TimelineMessage
      readonly own: boolean
      /**
       * First and last message of a run. The name is on the first, the avatar on the last (bubbles) or first (flat).
       */
      readonly first: boolean
      readonly last: boolean
      readonly gap: Gap
    }
type MessageItem = Extract<TimelineItem, { kind: 'message' }>

export interface ItemsInput {
  readonly rows: readonly TimelineMessage[]
  /**
   * The window begins at the start of the history. Otherwise the first row has no separator, since its day may begin
   * before the window.
   */
  readonly atStart: boolean
  readonly me: UserId | undefined
  /** The unread divider precedes the first countable message of others after this seq. Undefined means no divider. */
  readonly dividerAfterSeq: number | undefined
}

export const isService = (message: TimelineMessage): boolean => message.body.type === 'system'

/** Whether a message counts as unread for this user. */
export const isUnreadFor = (message: TimelineMessage, me: UserId | undefined): boolean =>
  message.seq !== undefined && message.senderId !== me && (message.row?.countable ?? !isService(message))

/** The previous message, if `message` continues its run. */
const runBefore = (previous: TimelineItem | undefined, message: TimelineMessage): MessageItem | undefined =>
  previous?.kind === 'message' &&
  previous.message.senderId === message.senderId &&
  message.at - previous.message.at < runGapMs
    ? previous
    : undefined

const sameItem = (one: TimelineItem, other: TimelineItem): boolean => {
  if (one.kind === 'date' && other.kind === 'date') return one.key === other.key
  if (one.kind === 'service' && other.kind === 'service') return one.message === other.message
  if (one.kind !== 'message' || other.kind !== 'message') return one.kind === other.kind
  return (
    one.message === other.message &&
    one.own === other.own &&
    one.first === other.first &&
    one.last === other.last &&
    one.gap === other.gap
  )
}

/** Whether the first unread message can be in the window. It can't be if the window begins after it. */
const holdsDivider = ({ rows, atStart, dividerAfterSeq }: ItemsInput): boolean =>
  dividerAfterSeq !== undefined && (atStart || (rows[0]?.seq ?? Number.POSITIVE_INFINITY) <= dividerAfterSeq + 1)

/**
 * The viewport's rows of a window of messages: day separators, the frozen unread divider, service messages and runs.
 * Items equal to those of `previous` are the same objects, so that unchanged rows don't render again.
 */
export const timelineItems = (input: ItemsInput, previous: readonly TimelineItem[] = []): readonly TimelineItem[] => {
  const items: TimelineItem[] = []
  let day = ''
  let dividerDue = holdsDivider(input)
  for (const message of input.rows) {
    const messageDay = localDay(message.at)
    // Waiting messages have this device's time. Days must neither repeat nor go backwards.
    if (messageDay > day) {
      const known = day !== '' || input.atStart
      day = messageDay
      if (known) items.push({ kind: 'date', key: `d:${day}`, at: message.at })
    }
    if (dividerDue && (message.seq ?? 0) > (input.dividerAfterSeq ?? 0) && isUnreadFor(message, input.me)) {
      dividerDue = false
      items.push({ kind: 'unread', key: 'u' })
    }
    append(items, message, input.me)
  }
  const known = new Map(previous.map((item) => [item.key, item]))
  return items.map((item) => {
    const before = known.get(item.key)
    return before && sameItem(before, item) ? before : item
  })
}

const append = (items: TimelineItem[], message: TimelineMessage, me: UserId | undefined): void => {
  if (isService(message)) {
    items.push({ kind: 'service', key: message.id, message })
    return
  }
  const previous = items.at(-1)
  const joined = runBefore(previous, message)
  if (joined) items[items.length - 1] = { ...joined, last: false }
  items.push({
    kind: 'message',
    key: message.id,
    message,
    own: message.senderId === me,
    first: !joined,
    last: true,
    gap: joined ? 'run' : previous?.kind === 'message' ? 'block' : 'none',
  })
}
