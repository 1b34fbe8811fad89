import type { ReportAct, ReportReason } from '@parley/protocol'
import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'

/** Tables about reports. */
export interface ReportTables {
  /** All reports of one message or person, until they were decided together. */
  reports: {
    key: Generated<number>
    id: StoredId
    /** The chat of the message; null for a reported person. */
    chat_key: number | null
    message_id: StoredId | null
    /** The reported person, or the sender of the message. */
    user_key: number
    /** The time of the first report. */
    at: number
    /** The number of reporters. */
    count: number
    /** JSON: how many reporters gave each reason. */
    reasons: string
    /** JSON: a list of the forms of the message in which it was reported, in their wire form. */
    messages: string
    ended_at: number | null
    act: ReportAct | null
    /** How long the person is muted. */
    for_ms: number | null
    ended_by: number | null
    /** 1: an administrator of the server ended it. 0: the owner or an admin of the group. */
    by_admin: number | null
  }
  /** The people who reported. */
  reporters: {
    report_key: number
    /** 1 for the first reporter, and so on. */
    place: number
    /** Null after the erasure of the reporter. */
    by_key: number | null
    reason: ReportReason
    note: string | null
    at: number
  }
}
