import type { UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { forwardableBody } from '@parley/sdk/forwarding'
import { isCopied, isSaved } from './written-words'

/** What can be done with one message, in the order of its menu. */
export type MessageAct =
  | 'react'
  | 'reply'
  | 'forward'
  | 'edit'
  | 'copy'
  | 'download'
  | 'pin'
  | 'link'
  | 'reactors'
  | 'readers'
  | 'select'
  | 'hide'
  | 'retract'

/** The keys of the acts on a focused message; its menu and the help show them too. */
export const actKeys = {
  react: '+',
  reply: 'R',
  forward: 'F',
  edit: 'E',
  copy: 'C',
  pin: 'P',
  select: ' ',
  retract: 'Delete',
} as const satisfies Partial<Record<MessageAct, string>>

/** What the acts of a message depend on beside itself. */
export interface ActRights {
  /** The composer is open. */
  readonly mayWrite: boolean
  readonly me: UserId | undefined
  /** Others are there, of whom one may ask who has read what: in direct chats the marks tell. */
  readonly asksReaders: boolean
  /** Somebody reacted to the message. */
  readonly reacted: boolean
  /** May pin messages for everybody. */
  readonly pins: boolean
  /** May take back what others wrote, at any time. */
  readonly moderates: boolean
  /** For how long one may take back what one wrote. */
  readonly retractWindowMs: number
  readonly nowMs: number
}

/** What can be done with a message now. */
export const actsOf = (message: TimelineMessage, rights: ActRights): readonly MessageAct[] => {
  const { body, senderId, seq, at, forwardedFrom } = message
  if (body.type === 'system') return []
  if (body.type === 'retracted' || body.type === 'withheld') return seq === undefined ? [] : ['select', 'hide']
  const { mayWrite, me, asksReaders, reacted, pins, moderates, retractWindowMs, nowMs } = rights
  const stored = seq !== undefined
  const text = body.type === 'text'
  const own = senderId === me
  const may: Record<MessageAct, boolean> = {
    react: stored && mayWrite,
    reply: stored && mayWrite,
    forward: stored && forwardableBody(body) !== undefined,
    // The words of a forwarded message are another person's.
    edit: stored && mayWrite && own && text && forwardedFrom === undefined,
    copy: isCopied(body),
    download: stored && isSaved(body),
    pin: stored && pins,
    link: stored,
    reactors: stored && reacted,
    readers: stored && own && asksReaders,
    select: stored,
    hide: stored,
    retract: stored && (moderates || (own && nowMs - at < retractWindowMs)),
  }
  return (Object.keys(may) as MessageAct[]).filter((act) => may[act])
}
