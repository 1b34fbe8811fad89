import type { AccountRequestId, Input, Result, SessionId } from '@parley/protocol'
import { limits } from '@parley/protocol'
import type { AuditLog } from '../../audit/audit-log'
import type { Chats } from '../../chats/chats'
import type { Caller } from '../../lib/caller'
import type { Logger } from '../../lib/logger'
import type { Registrations } from '../../networks/registrations'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { toUser, type UserRow } from '../../users/users'
import { requireActiveAdmin } from '../closing'
import type { LoginThrottle } from '../login-throttle'
import { insertAccount } from '../new-account'
import type { RequestNotices } from './request-notices'
import * as store from './requests-store'

/** Links the identity of an approved request to its locked account. Its first session follows the provider. */
export type LinkIdentity = (tx: Transaction, account: UserRow, sessionId: SessionId) => Promise<void>

/** Identities that wait with requests for an account. */
export interface RequestIdentities {
  /** Call it before the request is gone; undefined for a request with a password, `taken` for an identity with an account. */
  requested(tx: Transaction, id: AccountRequestId): Promise<LinkIdentity | 'taken' | undefined>
}

export interface RequestAnswersOptions {
  readonly database: Database
  readonly audit: AuditLog
  readonly chats: Pick<Chats, 'joinNewUser'>
  readonly registrations: Pick<Registrations, 'note'>
  readonly sessions: Pick<Sessions, 'beginSession'>
  readonly throttle: Pick<LoginThrottle, 'forgetName'>
  readonly notices: RequestNotices
  readonly identities: RequestIdentities
  readonly logger: Logger
}

/** The administrators' side of requests for an account. */
export class RequestAnswers {
  constructor(private readonly options: RequestAnswersOptions) {}

  /** A page of the waiting requests, oldest first, so that a flood of new ones hides no older one. */
  list({ after }: Input<'admin.accountRequests'>): Promise<Result<'admin.accountRequests'>> {
    const { database } = this.options
    return database.read(async (db) => {
      const nowMs = database.now()
      const rows = await store.selectPage(db, { nowMs, after })
      return {
        requests: rows.slice(0, limits.accountRequestsPage).map(store.toRequest),
        count: await store.countWaiting(db, nowMs),
        more: rows.length > limits.accountRequestsPage,
      }
    })
  }

  /** Answers requests, each in a transaction of its own. Of two administrators at once, one finds it gone. */
  async answer(
    caller: Caller,
    { ids, approve }: Input<'admin.answerRequests'>,
  ): Promise<Result<'admin.answerRequests'>> {
    const { database, logger } = this.options
    const answered: AccountRequestId[] = []
    const gone: AccountRequestId[] = []
    for (const id of new Set(ids)) {
      const isAnswered = await database.write((tx) => this.answerIn(tx, caller, { id, approve }))
      const list = isAnswered ? answered : gone
      list.push(id)
    }
    const act = approve ? 'approved' : 'declined'
    logger.info(`an administrator ${act} requests for an account`, { count: answered.length, byUserId: caller.userId })
    return { answered, gone, count: await database.read((db) => store.countWaiting(db, database.now())) }
  }

  private async answerIn(
    tx: Transaction,
    caller: Caller,
    { id, approve }: { readonly id: AccountRequestId; readonly approve: boolean },
  ): Promise<boolean> {
    // The identity of a request goes with its row.
    const link = await this.options.identities.requested(tx, id)
    const row = await store.takeRequest(tx.db, id, tx.now)
    if (!row) return false
    const isAnswered = approve ? await this.approve(tx, caller, { row, link }) : await this.decline(tx, caller, row)
    await this.options.notices.tell(tx)
    return isAnswered
  }

  /** Makes the account. Its first session is the one of the ticket, so that the waiting page enters by itself. */
  private async approve(
    tx: Transaction,
    caller: Caller,
    { row, link }: { readonly row: store.RequestRow; readonly link: LinkIdentity | 'taken' | undefined },
  ): Promise<boolean> {
    const { audit, chats, registrations, sessions } = this.options
    const { username, name, password_hash: passwordHash, device, address } = row
    const account =
      link === 'taken'
        ? undefined
        : await insertAccount(tx, { username, name, passwordHash, admin: false, vouched: true })
    // The identity or the name belongs to another account by now, so the request can only be removed.
    if (!account || link === 'taken') {
      await requireActiveAdmin(tx.db, caller.userKey)
      return false
    }
    const user = { key: account.key, id: toUser(account).id }
    await registrations.note(tx, user.key, { address, at: row.at })
    await tx.lock({ users: [caller.userKey, user.key] })
    await requireActiveAdmin(tx.db, caller.userKey)
    await chats.joinNewUser(tx, user)
    const session = await sessions.beginSession(tx, user, { device, address, tokenHash: row.token_hash })
    await link?.(tx, account, session.id)
    await audit.record(tx, caller, { action: 'request_approved', userKey: user.key })
    return true
  }

  /** Nothing about the person stays, neither here nor in the audit log. */
  private async decline(tx: Transaction, caller: Caller, { username }: store.RequestRow): Promise<boolean> {
    const { audit, throttle } = this.options
    await tx.lock({ users: [caller.userKey] })
    await requireActiveAdmin(tx.db, caller.userKey)
    await throttle.forgetName(tx, username)
    await audit.record(tx, caller, { action: 'request_declined' })
    return true
  }
}
