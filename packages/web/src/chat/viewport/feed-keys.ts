import type { Key } from '../../i18n/catalog'
import { actKeys, type MessageAct } from '../actions/message-acts'

/** The target of a key among the messages. */
export type Move = 'previous' | 'next' | 'page-up' | 'page-down' | 'first'
export type FeedAct = Move | 'latest' | 'first-unread' | 'answered' | 'menu' | MessageAct

interface FeedKey {
  /** Letters without a modifier, in either case. */
  readonly keys: string
  readonly label: Key & `shortcut${string}`
  readonly does: FeedAct
}

/** The single table of the history's keys. It binds the keys, and the help shows it. */
export const feedKeys: readonly FeedKey[] = [
  { keys: 'ArrowUp', label: 'shortcutPreviousMessage', does: 'previous' },
  { keys: 'K', label: 'shortcutPreviousMessage', does: 'previous' },
  { keys: 'ArrowDown', label: 'shortcutNextMessage', does: 'next' },
  { keys: 'J', label: 'shortcutNextMessage', does: 'next' },
  { keys: 'PageUp', label: 'shortcutPages', does: 'page-up' },
  { keys: 'PageDown', label: 'shortcutPages', does: 'page-down' },
  { keys: 'Home', label: 'shortcutFirstMessage', does: 'first' },
  { keys: 'End', label: 'shortcutLatest', does: 'latest' },
  { keys: 'U', label: 'shortcutFirstUnread', does: 'first-unread' },
  { keys: 'Enter', label: 'shortcutAnswered', does: 'answered' },
  { keys: actKeys.reply, label: 'shortcutReply', does: 'reply' },
  { keys: actKeys.forward, label: 'shortcutForward', does: 'forward' },
  { keys: actKeys.react, label: 'shortcutReact', does: 'react' },
  { keys: actKeys.edit, label: 'shortcutEdit', does: 'edit' },
  { keys: actKeys.copy, label: 'shortcutCopy', does: 'copy' },
  { keys: actKeys.pin, label: 'shortcutPin', does: 'pin' },
  { keys: actKeys.select, label: 'shortcutSelect', does: 'select' },
  { keys: actKeys.retract, label: 'shortcutRetract', does: 'retract' },
  { keys: 'Shift+F10', label: 'shortcutMessageMenu', does: 'menu' },
  { keys: 'ContextMenu', label: 'shortcutMessageMenu', does: 'menu' },
]

const moves = new Set<FeedAct>(['previous', 'next', 'page-up', 'page-down', 'first'])
export const isMove = (act: FeedAct): act is Move => moves.has(act)

/**
 * The action of a key in the history, if it has one. Ctrl+End acts as End. Other components get all other combinations.
 */
export const feedActOf = (
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): FeedAct | undefined => {
  const { key } = event
  if (event.altKey || ((event.ctrlKey || event.metaKey) && key !== 'End')) return undefined
  const named = event.shiftKey && key.length > 1 ? `Shift+${key}` : key.length === 1 ? key.toUpperCase() : key
  return feedKeys.find(({ keys }) => keys === named)?.does
}
