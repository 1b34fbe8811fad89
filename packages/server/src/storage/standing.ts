import type { Selectable } from 'kysely'
import { type PairRow, pairOf, pairStandingOf } from './pair-standing'
import type { Schema, Standing } from './schema'

/** The part of a chat's row that decides who may write. */
export type StandingChat = Pick<
  Selectable<Schema['chats']>,
  'kind' | 'open' | 'direct_low' | 'direct_high' | 'muted_all' | 'dissolved_at' | 'everybody'
>
/** The part of a member row that counts for it. */
export type StandingPlace = Pick<Schema['members'], 'left_seq' | 'role' | 'muted_until'>

/** What is known of somebody in a chat. */
export interface StandingRows {
  readonly key: number
  /** Their member row. */
  readonly place: StandingPlace | null | undefined
  /** Whether they are an administrator of the installation; counts in channels. */
  readonly admin: boolean
  /** What they and the other person of a direct chat are to each other. */
  readonly pair: readonly PairRow[]
}

/** Where somebody stands in a chat; undefined for one who never belonged to it. */
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
  /** Of the whole installation. */
  readonly admin: boolean
  readonly role: Schema['members']['role'] | undefined
}

/** Whether somebody moderates: the owner and the admins of a chat, and in channels administrators. */
export const moderatesIn = (kind: Standing['kind'], { admin, role }: Moderator): boolean =>
  kind !== 'direct' && (role === 'owner' || role === 'admin' || (kind === 'channel' && admin))
