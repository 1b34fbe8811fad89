import type { ChatDelta, ChatId, Params, Result, UserDelta } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import { syncPartOf, syncSums } from '@parley/protocol/sync-parts'
import type { Call } from '../connection/http'
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
  /** The next part of everything is held. */
  readonly onPart: () => void
}

/** Catches up with everything by `sync.pull` (DL21). False when the connection ended before, or the epoch moved meanwhile. */
export const pullAll = async (options: PullOptions): Promise<boolean> => {
  const { replica } = options
  while (replica.chats.size <= limits.syncChats) {
    const pulled = await pullOnce(options, { ids: [...replica.chats.keys()], last: true })
    if (pulled === undefined) return false
    if (!pulled.more) return true
  }
  return pullParts(options)
}

/** More chats than one call can name: names those in parts with changes. */
const pullParts = async (options: PullOptions): Promise<boolean> => {
  const { replica } = options
  const compare = () => pullOnce(options, { ids: [], last: false, sums: sumsOf(replica) })
  let compared = await compare()
  while (compared?.more) compared = await compare()
  if (compared === undefined) return false
  const differ = compared.differ && new Set(compared.differ)
  const ids = new Set([...options.order(), ...replica.chats.keys(), ...listed(replica)])
  const all = [...ids].filter((id) => differ?.has(syncPartOf(id)) ?? true)
  for (let at = 0; at < all.length; at += limits.syncChats) {
    const part = all.slice(at, at + limits.syncChats)
    for (let more = true; more; ) {
      const pulled = await pullOnce(options, { ids: part, last: false })
      if (pulled === undefined) return false
      more = pulled.more
    }
  }
  return true
}

/** The chats that the server lists for this person: the user's states name them all. */
const listed = (replica: Replica): ReadonlySet<ChatId> =>
  new Set([...(replica.user?.states.keys() ?? []), WORLD_CHAT_ID])

const sumsOf = (replica: Replica): number[] =>
  syncSums([...listed(replica)].map((id) => [id, replica.chats.get(id)?.rev ?? 0] as const))

interface Pulled {
  /** Whether another call is needed. */
  readonly more: boolean
  /** The parts in which the server has other revs; undefined where it was not asked. */
  readonly differ: readonly number[] | undefined
}

const pullOnce = async (
  { call, replica, isCurrent, onPart }: PullOptions,
  { ids, last, sums }: { ids: readonly ChatId[]; last: boolean; sums?: number[] },
): Promise<Pulled | undefined> => {
  const chats: Record<ChatId, number> = {}
  for (const id of ids) chats[id] = replica.chats.get(id)?.rev ?? 0
  const asked = { user: replica.user?.rev ?? 0, chats, last, ...(sums && { sums }) } satisfies Asked
  const answer: Answer = await call('sync.pull', asked)
  if (!isCurrent() || answer.epoch !== replica.epoch) return undefined
  const more = applyPull(replica, { asked, answer })
  onPart()
  return { more, differ: answer.differ }
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
