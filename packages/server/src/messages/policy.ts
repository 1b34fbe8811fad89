import type { ErrorName } from '@parley/protocol'
import type { Readable } from '../chats/access'
import { type DirectChats, pairRefused } from '../friends/policy'
import { fail } from '../lib/fail'
import type { Queries } from '../storage/database'
import { pairOf, selectPairStanding } from '../storage/pair-standing'
import type { Schema, Standing } from '../storage/schema'

/** Why somebody may not write, or nothing when they may. */
export const writeRefused = (standing: Standing | undefined, rule: DirectChats): ErrorName | undefined => {
  if (!standing) return 'not_found'
  if (!standing.member) return 'not_a_member'
  if (standing.kind === 'channel' && !standing.open) return 'channel_closed'
  return standing.pair && pairRefused(standing.pair, rule)
}

/** Whether somebody may write. */
export const mayWrite = (standing: Standing | undefined, rule: DirectChats): boolean =>
  writeRefused(standing, rule) === undefined

interface Moderator {
  readonly kind: Standing['kind']
  /** Of the whole installation. */
  readonly admin: boolean
  readonly role?: Schema['members']['role']
}

/** Whether somebody may take back what others wrote, at any time. */
export const mayModerate = ({ kind, admin, role }: Moderator): boolean => {
  if (kind === 'channel') return admin
  return kind === 'group' && (role === 'owner' || role === 'admin')
}

/** Whether somebody who may read a chat belongs to it now. */
export const isMember = ({ kind, memberRow }: Readable): boolean => kind === 'channel' || memberRow?.left_seq === null

interface Writer {
  readonly range: Readable
  readonly userKey: number
  readonly directChats: DirectChats
}

/** @throws why somebody who may read a chat may not write there now, by what the transaction sees */
export const requireWritable = async (db: Queries, { range, userKey, directChats }: Writer): Promise<void> => {
  const pair = pairOf(range.row)
  const standing = { kind: range.kind, open: range.row.open === 1, member: isMember(range) }
  const full = pair ? { ...standing, pair: await selectPairStanding(db, pair, userKey) } : standing
  const refused = writeRefused(full, directChats)
  if (refused) throw fail(refused)
}
