import type { UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { forwardableBody } from '@parley/sdk/forwarding'
import { isCopied, isSaved } from './body-text'

/** The actions on one message, in the order of its menu. */
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
  | 'report'
  | 'hide'
  | 'retract'

/** The keys of the actions on a focused message. The menu and the help show them too. */
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

/** The state besides the message itself that decides which actions it offers. */
export interface ActRights {
  /** The composer is open. */
  readonly mayWrite: boolean
  readonly me: UserId | undefined
  /** The viewer can open the list of readers. Direct chats have none, since their delivery marks show the same. */
  readonly showsReaders: boolean
  /** The message has at least one reaction. */
  readonly reacted: boolean
  /** The viewer can pin messages for all members. */
  readonly pins: boolean
  /** The viewer can retract messages of others, at any time. */
  readonly moderates: boolean
  /** How long the viewer can retract their own messages, in milliseconds. */
  readonly retractWindowMs: number
  readonly nowMs: number
}

/** The actions that a message offers now. */
export const actsOf = (message: TimelineMessage, rights: ActRights): readonly MessageAct[] => {
  const { body, senderId, seq, at, forwardedFrom } = message
  if (body.type === 'system') return []
  if (body.type === 'retracted' || body.type === 'withheld') return seq === undefined ? [] : ['hide']
  const { mayWrite, me, showsReaders, reacted, pins, moderates, retractWindowMs, nowMs } = rights
  const stored = seq !== undefined
  const text = body.type === 'text'
  const own = senderId === me
  const may: Record<MessageAct, boolean> = {
    react: stored && mayWrite,
    reply: stored && mayWrite,
    forward: stored && forwardableBody(body) !== undefined,
    // A forwarded text belongs to its original author.
    edit: stored && mayWrite && own && text && forwardedFrom === undefined,
    copy: isCopied(body),
    download: stored && isSaved(body),
    pin: stored && pins,
    link: stored,
    reactors: stored && reacted,
    readers: stored && own && showsReaders,
    select: stored,
    report: stored && !own,
    hide: stored,
    retract: stored && (moderates || (own && nowMs - at < retractWindowMs)),
  }
  return (Object.keys(may) as MessageAct[]).filter((act) => may[act])
}
