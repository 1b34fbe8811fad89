import { limits } from '@parley/protocol'

/** Reactions with one emoji, with internal keys. */
export interface Reacted {
  readonly emoji: string
  readonly count: number
  /** A sample of users with this reaction, the latest last. */
  readonly users: readonly number[]
}

/** One user's change of their reaction with one emoji. */
export interface Reacting {
  readonly userKey: number
  readonly emoji: string
  readonly on: boolean
}

/** The list after an effective change; an unused emoji is removed from it. */
export const withReaction = (list: readonly Reacted[], { userKey, emoji, on }: Reacting): readonly Reacted[] => {
  const at = list.findIndex((one) => one.emoji === emoji)
  const held = list[at] ?? { emoji, count: 0, users: [] }
  const others = held.users.filter((key) => key !== userKey)
  const users = on ? [...others, userKey].slice(-limits.reactionSample) : others
  const now = { emoji, count: held.count + (on ? 1 : -1), users }
  if (at === -1) return on ? [...list, now] : list
  return now.count > 0 ? list.with(at, now) : list.toSpliced(at, 1)
}

/** The emojis of an entry whose sample could name more users than it does. */
export const needsRefill = ({ count, users }: Reacted): boolean => users.length < Math.min(count, limits.reactionSample)
