import type { Selectable } from 'kysely'
import type { Schema, Standing } from '../schema'
import { type PairRow, pairOf, pairStandingOf } from './pair-standing'

/** The part of a chat's row that decides who can write. */
export type StandingChat = Pick<
  Selectable<Schema['chats']>,
  'kind' | 'open' | 'direct_low' | 'direct_high' | 'muted_all' | 'dissolved_at' | 'everybody'
>
/** The part of a member row that decides who can write. */
export type StandingPlace = Pick<Schema['members'], 'left_seq' | 'role' | 'muted_until'>

/** A user's data in a chat. */
export interface StandingRows {
  readonly key: number
  /** Their member row. */
  readonly place: StandingPlace | null | undefined
  /** Whether they are an administrator of the server; matters in channels. */
  readonly admin: boolean
  /** The relation between them and the other user of a direct chat. */
  readonly pair: readonly PairRow[]
}

/** A user's standing in a chat; undefined for strangers to it. */
export const standingOf = (chat: StandingChat, { key, place, admin, pair }: StandingRows): Standing | undefined => {
  if (!place && !chat.everybody) return undefined
  const standing: Standing = {
    kind: chat.kind,
    open: chat.open === 1,
    member: chat.everybody === 1 || place?.left_seq === null,
    mutedAll: chat.muted_all === 1,
    dissolved: chat.dissolved_at !== null,
    mutedUntil: place?.muted_until ?? 0,
    moderates: moderatesIn(chat.kind, { admin, role: place?.role }),
  }
  return pairOf(chat) ? { ...standing, pair: pairStandingOf(pair, key) } : standing
}

interface Moderator {
  /** An administrator of the whole server. */
  readonly admin: boolean
  readonly role: Schema['members']['role'] | undefined
}

/** Whether a user moderates: the owner and the admins of a chat, and in channels administrators. */
export const moderatesIn = (kind: Standing['kind'], { admin, role }: Moderator): boolean =>
  kind !== 'direct' && (role === 'owner' || role === 'admin' || (kind === 'channel' && admin))
