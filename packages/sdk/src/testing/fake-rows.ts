import type { ChatState, ForwardedFrom, MessageId, Reactions, ReplyTo, StoredBody, UserId } from '@parley/protocol'
import { wireMentions } from '../outbox/wire-mentions'

/** A message of a user; `push: false` sends no events. */
export interface Said {
  readonly text?: string
  /** In place of a text. */
  readonly body?: StoredBody
  readonly id?: MessageId
  readonly replyTo?: ReplyTo
  readonly forwardedFrom?: ForwardedFrom
  readonly mentions?: readonly UserId[] | undefined
  readonly mentionsAll?: true | undefined
  readonly push?: boolean
}

/** The stored form of a message. */
export const saidIn = ({ body, text = 'hello', replyTo, forwardedFrom, ...named }: Said) => ({
  body: body ?? { type: 'text' as const, text },
  ...(replyTo && { replyTo }),
  ...(forwardedFrom && { forwardedFrom }),
  ...wireMentions(named),
})

type List = Reactions['list']

/** Reactions to a message after a user's change. */
export const listWith = (list: List, user: UserId, { emoji, on }: { emoji: string; on: boolean }): List => {
  const users = (list.find((one) => one.emoji === emoji)?.users ?? []).filter((one) => one !== user)
  if (on) users.push(user)
  const others = list.filter((one) => one.emoji !== emoji)
  return users.length > 0 ? [...others, { emoji, count: users.length, users }] : others
}

/** The change of a state; undefined removes a value. */
export type StateChange = { readonly [K in keyof ChatState]?: ChatState[K] | undefined }

export const changedState = (state: ChatState, change: StateChange): ChatState => {
  const changed = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(changed) as ChatState
}
