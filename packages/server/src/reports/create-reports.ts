import type { RandomBytes } from '@parley/protocol'
import type { Admin } from '../admin/admin'
import type { AuditLog } from '../audit/audit-log'
import type { Bus } from '../bus/bus'
import type { Channels } from '../channels/channels'
import type { ChatAccess } from '../chats/access'
import type { GroupParts } from '../groups/create-groups'
import type { HeldMedia } from '../media/held-media'
import type { MessageChanges } from '../messages/message-changes'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import { Deciders } from './deciders'
import { Decisions } from './decisions'
import { ReportPages } from './report-pages'
import { Reports } from './reports'

export interface CreateReportsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: ChatAccess
  readonly users: Users
  readonly audit: AuditLog
  readonly admin: Admin
  readonly groups: GroupParts
  readonly channels: Channels
  readonly messages: MessageChanges
  readonly held: HeldMedia
  readonly random?: RandomBytes
}

/** Wires everything about reports. */
export const createReports = ({ groups, ...parts }: CreateReportsOptions) => {
  const deciders = new Deciders({ ...parts, ...groups })
  const pages = new ReportPages({ ...parts, deciders })
  return {
    pages,
    reports: new Reports({ ...parts, deciders }),
    decisions: new Decisions({ ...parts, ...groups, deciders, pages }),
  }
}
export type ReportParts = ReturnType<typeof createReports>
