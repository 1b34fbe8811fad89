import type { ErrorName } from '@parley/protocol'
import { type DirectChats, pairRefused } from '../friends/policy'
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
