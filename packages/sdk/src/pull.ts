import type { ChatDelta, ChatId, Params, Result, UserDelta } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Call } from './http'
import type { Replica } from './replica'

type Asked = Params<'sync.pull'>
type Answer = Result<'sync.pull'>

export interface PullOptions {
  readonly call: Call
  readonly replica: Replica
  /** False when this pull belongs to a connection that is gone. */
  readonly isCurrent: () => boolean
  /** Chats by last activity, newest first. */
  readonly order: () => readonly ChatId[]
}

/** Catches up with everything by `sync.pull` (DL21). False when the connection ended before, or the epoch moved meanwhile. */
export const pullAll = async (options: PullOptions): Promise<boolean> => {
  const { replica } = options
  while (replica.chats.size <= limits.syncChats) {
    const more = await pullOnce(options, { ids: [...replica.chats.keys()], last: true })
    if (more === undefined) return false
    if (!more) return true
  }
  // More chats than one call can name: the user's states name them all, and each is asked for by name.
  const ids = new Set([
    ...options.order(),
    ...replica.chats.keys(),
    ...(replica.user?.states.keys() ?? []),
    WORLD_CHAT_ID,
  ])
  const all = [...ids]
  for (let at = 0; at < all.length; at += limits.syncChats) {
    let more: boolean | undefined = true
    while (more) more = await pullOnce(options, { ids: all.slice(at, at + limits.syncChats), last: false })
    if (more === undefined) return false
  }
  return true
}

const pullOnce = async (
  { call, replica, isCurrent }: PullOptions,
  { ids, last }: { ids: readonly ChatId[]; last: boolean },
): Promise<boolean | undefined> => {
  const chats: Record<ChatId, number> = {}
  for (const id of ids) chats[id] = replica.chats.get(id)?.rev ?? 0
  const asked = { user: replica.user?.rev ?? 0, chats, last } satisfies Asked
  const answer: Answer = await call('sync.pull', asked)
  if (!isCurrent() || answer.epoch !== replica.epoch) return undefined
  return applyPull(replica, { asked, answer })
}

/** Applies an answer; whether another call is needed. */
const applyPull = (
  replica: Replica,
  { asked, answer }: { asked: { user: number; chats: Readonly<Record<string, number>> }; answer: Answer },
): boolean => {
  const chats: readonly ChatDelta[] = answer.chats
  const user: UserDelta | undefined = answer.user
  let again = answer.more
  if (user !== undefined && replica.applyUser(user, asked.user) !== 'applied') again = true
  for (const delta of chats) if (replica.applyChat(delta, asked.chats[delta.chatId] ?? 0) !== 'applied') again = true
  return again
}
