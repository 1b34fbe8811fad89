import type { ChatState, MessageId, Reactions, ReplyTo, StoredBody, UserId } from '@parley/protocol'

/** A message that somebody says; `push: false` tells nobody. */
export interface Said {
  readonly text?: string
  /** In place of a text. */
  readonly body?: StoredBody
  readonly id?: MessageId
  readonly replyTo?: ReplyTo
  readonly mentions?: readonly UserId[] | undefined
  readonly mentionsAll?: true | undefined
  readonly push?: boolean
}

type List = Reactions['list']

/** Reactions to a message after somebody's change. */
export const listWith = (list: List, user: UserId, { emoji, on }: { emoji: string; on: boolean }): List => {
  const users = (list.find((one) => one.emoji === emoji)?.users ?? []).filter((one) => one !== user)
  if (on) users.push(user)
  const others = list.filter((one) => one.emoji !== emoji)
  return users.length > 0 ? [...others, { emoji, count: users.length, users }] : others
}

/** What changes of a state; undefined takes a value away. */
export type StateChange = { readonly [K in keyof ChatState]?: ChatState[K] | undefined }

export const changedState = (state: ChatState, change: StateChange): ChatState => {
  const changed = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(changed) as ChatState
}
