import { fail } from '../lib/fail'
import type { Schema } from '../storage/schema'

/** How one person stands to another, without whom it is about. */
export type Side = Pick<Schema['friends'], 'state' | 'remark' | 'note' | 'blocked_at' | 'since'>

/** Both sides: the caller's and the other person's. A missing one is nothing. */
export interface Sides {
  readonly own: Side | undefined
  readonly other: Side | undefined
}

/** The resulting sides; an omitted one stays unchanged. */
export interface Change {
  readonly own?: Side
  readonly other?: Side
  /** Both are friends from now on. */
  readonly befriended?: true
}

const nothing: Side = { state: 'removed', remark: null, note: null, blocked_at: null, since: null }
const removed = (side: Side): Side => ({ ...side, state: 'removed', note: null, since: null })
const isBlocking = (side: Side | undefined): boolean => side !== undefined && side.blocked_at !== null

const missing = () => fail('not_found', { field: 'userId' })

/** Both are friends, whatever they were; the note is for the other one. */
export const befriend = ({ own = nothing, other = nothing }: Sides, nowMs: number, note: string | null): Change => ({
  own: { ...own, state: 'friends', note: null, since: nowMs },
  other: { ...other, state: 'friends', note, since: nowMs },
  befriended: true,
})

/**
 * The caller sends a request. A caller blocked by the other user follows the same steps as one without a response, or a
 * removed friend: only the own side changes.
 */
export const request = (sides: Sides, nowMs: number, note: string | null): Change => {
  const { own = nothing, other = nothing } = sides
  if (isBlocking(own)) throw fail('blocked')
  const asked: Side = { ...own, state: 'requested', note, since: null }
  if (isBlocking(other)) return { own: asked }
  if (own.state === 'friends' && other.state === 'friends') return {}
  if (other.state === 'requested' || other.state === 'friends') return befriend(sides, nowMs, null)
  const received: Side = { ...other, state: 'received', note, since: null }
  return other.state === 'received' && other.note === note ? { own: asked } : { own: asked, other: received }
}

/** The caller answers a request; the requester's row holds the reply. */
export const answer = (
  sides: Sides,
  nowMs: number,
  { accept, reply }: { readonly accept: boolean; readonly reply: string | null },
): Change => {
  const { own, other = nothing } = sides
  if (own?.state !== 'received') throw missing()
  if (accept) return befriend(sides, nowMs, reply)
  return { own: removed(own), other: { ...removed(other), note: reply } }
}

/** The caller names a friend. */
export const rename = ({ own }: Sides, remark: string | null): Change => {
  if (own?.state !== 'friends') throw fail('not_friends')
  return own.remark === remark ? {} : { own: { ...own, remark } }
}

/** The caller ends a friendship on their own side, or withdraws what they asked; what is left of either goes too. */
export const remove = ({ own, other }: Sides): Change => {
  if (!own || own.state === 'received') throw missing()
  if (own.state === 'removed') return own.note === null ? {} : { own: removed(own) }
  const withdrawn = own.state === 'requested' && other?.state === 'received'
  return { own: removed(own), ...(withdrawn ? { other: removed(other) } : {}) }
}

/** The caller blocks the other. The caller's own request is withdrawn; a friendship stays for the time after. */
export const block = ({ own = nothing, other }: Sides, nowMs: number): Change => {
  if (isBlocking(own)) return {}
  const kept = own.state === 'friends' ? own : removed(own)
  const withdrawn = own.state === 'requested' && other?.state === 'received'
  return { own: { ...kept, blocked_at: nowMs }, ...(withdrawn ? { other: removed(other) } : {}) }
}

/** The caller ends their block. */
export const unblock = ({ own }: Sides): Change => {
  if (!own) throw missing()
  return isBlocking(own) ? { own: { ...own, blocked_at: null } } : {}
}
