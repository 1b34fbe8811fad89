import { type Input, limits } from '@parley/protocol'
import type { OwnEmail as OwnEmailAnswer } from '@parley/protocol/accounts'
import type { Caller } from '../../lib/caller'
import { fail } from '../../lib/fail'
import { hashSecretHex } from '../../lib/secret'
import { compose, type Letter } from '../../mail/compose'
import type { MailParts } from '../../mail/create-mail'
import type { OwnPreferences } from '../../preferences/own-preferences'
import type { Database, Queries, Transaction } from '../../storage/database'
import type { UserRef, UserRow } from '../../users/users'
import type { LoginThrottle } from '../login-throttle'
import type { Passwords } from '../passwords'
import type { Settings } from '../settings'
import { selectByKey } from '../store'
import { type EmailAddress, readAddress } from './address'
import * as store from './email-store'
import { type CodeLimit, type MailCodes, newMailCode } from './mail-codes'
import type { MailDomains } from './mail-domains'

export interface OwnEmailOptions {
  readonly database: Database
  readonly mail: MailParts
  readonly passwords: Passwords
  readonly throttle: LoginThrottle
  readonly settings: Settings
  readonly codes: MailCodes
  readonly domains: Pick<MailDomains, 'check'>
  readonly preferences: Pick<OwnPreferences, 'announce'>
}

const triesKey = (userKey: number) => `email code ${userKey}`
const triesOf = (userKey: number) => [{ key: triesKey(userKey), most: limits.mailCodeTries }]
const newCodesOf = (userKey: number, { folded }: EmailAddress) => [
  { key: `email codes ${userKey}`, most: limits.mailCodesPerAccount },
  // Addresses of strangers aren't stored in counts.
  { key: `email codes ${hashSecretHex(folded)}`, most: limits.mailCodesPerAddress },
]

const refOf = ({ userKey, userId }: Caller): UserRef => ({ key: userKey, id: userId })

/** The e-mail address of an account: proving it with a code, replacing it and removing it. */
export class OwnEmails {
  constructor(private readonly options: OwnEmailOptions) {}

  /** The caller's address, and the one that waits for its code. */
  current(caller: Caller): Promise<OwnEmailAnswer> {
    return this.options.database.read((db) => this.answer(db, caller.userKey))
  }

  /** Sends a code to an address. An address of another account gets another mail, and the caller the same response. */
  async set(caller: Caller, { email, password, language }: Input<'accounts.setEmail'>): Promise<OwnEmailAnswer> {
    const { codes, database, domains, mail, passwords, preferences } = this.options
    const wanted = readAddress(email)
    if (!wanted) throw fail('invalid_params', { field: 'email' })
    await database.read((db) => domains.check(db, wanted))
    const user = await this.checkPassword(caller, password)
    if (mail.queue.isFull) throw fail('unavailable')
    const code = newMailCode()
    const codeHash = await passwords.hash(code)
    const { answer, letter } = await database.write(async (tx) => {
      await this.lock(tx, user)
      const pauseMs = await codes.countNew(tx, newCodesOf(user.key, wanted), triesKey(user.key))
      if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
      const holder = await store.selectEmailByFolded(tx.db, wanted.folded)
      await store.putCode(tx.db, {
        ...{ user_key: user.key, purpose: 'verify', language, code_hash: codeHash, ...wanted },
        expires_at: tx.now + limits.mailCodeMs,
      })
      const other = holder && holder.user_key !== user.key ? await selectByKey(tx.db, holder.user_key) : undefined
      const letter = await this.letter(tx.db, other ? 'taken' : 'verify', {
        ...{ to: wanted.address, language: other && holder ? holder.language : language },
        ...(other ? { username: other.username } : { username: user.username, code }),
      })
      await preferences.announce(tx, refOf(caller))
      return { answer: await this.answer(tx.db, user.key), letter }
    })
    mail.queue.add(compose(letter))
    return answer
  }

  /** Makes the pending address the caller's, and tells the previous one. */
  async verify(caller: Caller, { code }: Input<'accounts.verifyEmail'>): Promise<OwnEmailAnswer> {
    const { codes, database, domains, mail, preferences } = this.options
    const tries = triesOf(caller.userKey)
    const found = await database.write(async (tx) => {
      await codes.countTry(tx, tries)
      return store.selectCode(tx.db, { userKey: caller.userKey, purpose: 'verify', nowMs: tx.now })
    })
    if (!(await this.isRight(code, found, tries))) throw fail('code_invalid', { field: 'code' })
    const { answer, letters } = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const row = await store.selectCode(tx.db, { userKey: caller.userKey, purpose: 'verify', nowMs: tx.now })
      if (!row || row.code_hash !== found?.code_hash) throw fail('code_invalid', { field: 'code' })
      // Administrators may have refused its domain while the code was on its way.
      await domains.check(tx.db, row)
      const before = await store.selectEmail(tx.db, caller.userKey)
      const { address, folded, language } = row
      await store.deleteEmail(tx.db, caller.userKey)
      const fresh = { user_key: caller.userKey, address, folded, language, verified_at: tx.now }
      // Another account proved the same address meanwhile.
      if (!(await store.insertEmail(tx.db, fresh))) throw fail('code_invalid', { field: 'code' })
      await store.deleteCodes(tx.db, caller.userKey)
      await preferences.announce(tx, refOf(caller))
      const replaced = before && before.folded !== folded ? [before] : []
      return { answer: await this.answer(tx.db, caller.userKey), letters: await this.tell(tx.db, 'replaced', replaced) }
    })
    for (const letter of letters) mail.queue.add(compose(letter))
    return answer
  }

  /** Removes the address and the pending one, and tells the address. */
  async remove(caller: Caller, { password }: Input<'accounts.removeEmail'>): Promise<OwnEmailAnswer> {
    const { database, mail, preferences } = this.options
    const user = await this.checkPassword(caller, password)
    const { answer, letters } = await database.write(async (tx) => {
      await this.lock(tx, user)
      const before = await store.selectEmail(tx.db, user.key)
      await store.deleteEmail(tx.db, user.key)
      await store.deleteCodes(tx.db, user.key)
      await preferences.announce(tx, refOf(caller))
      const letters = await this.tell(tx.db, 'removed', before ? [before] : [])
      return { answer: await this.answer(tx.db, user.key), letters }
    })
    for (const letter of letters) mail.queue.add(compose(letter))
    return answer
  }

  /** Erases the address of an account, and the codes that were sent. */
  async eraseEmail(tx: Transaction, user: UserRef): Promise<boolean> {
    // Calls on their way store an address or a code only while they hold this lock.
    await tx.lock({ users: [user.key] })
    await store.deleteEmail(tx.db, user.key)
    await store.deleteCodes(tx.db, user.key)
    return false
  }

  /** A busy server compares no code: then the try doesn't count. */
  private async isRight(
    code: string,
    found: store.EmailCodeRow | undefined,
    tries: readonly CodeLimit[],
  ): Promise<boolean> {
    const { codes, passwords } = this.options
    try {
      return await passwords.verify(code, found?.code_hash)
    } catch (error) {
      await codes.undoTry(tries)
      throw error
    }
  }

  /** @throws `bad_credentials`; tries count before the password is checked */
  private async checkPassword(caller: Caller, password: string): Promise<UserRow> {
    const { database, passwords, throttle } = this.options
    const user = await database.read((db) => selectByKey(db, caller.userKey))
    if (!user) throw fail('unauthenticated')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, user.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    await database.write((tx) => counted.succeeded(tx))
    return user
  }

  /** @throws `bad_credentials` when the password that was checked is no longer the user's */
  private async lock(tx: Transaction, { key, password_hash: checked }: UserRow): Promise<void> {
    await tx.lock({ users: [key] })
    const row = await selectByKey(tx.db, key)
    if (row?.password_hash !== checked) throw fail('bad_credentials', { field: 'password' })
  }

  private async tell(db: Queries, kind: 'replaced' | 'removed', rows: readonly store.EmailRow[]): Promise<Letter[]> {
    const letters: Letter[] = []
    for (const { user_key: userKey, address, language } of rows) {
      const username = (await selectByKey(db, userKey))?.username ?? ''
      letters.push(await this.letter(db, kind, { to: address, language, username }))
    }
    return letters
  }

  private async letter(
    db: Queries,
    kind: Letter['kind'],
    rest: Pick<Letter, 'to' | 'language' | 'username' | 'code'>,
  ): Promise<Letter> {
    const server = (await this.options.settings.serverName(db)) ?? 'Parley'
    return { kind, server, minutes: limits.mailCodeMs / 60_000, ...rest }
  }

  private async answer(db: Queries, userKey: number): Promise<OwnEmailAnswer> {
    const { database, mail } = this.options
    const email = await store.selectEmail(db, userKey)
    const pending = await store.selectCode(db, { userKey, purpose: 'verify', nowMs: database.now() })
    return {
      ...(email ? { email: email.address } : {}),
      ...(pending ? { pending: { email: pending.address, expiresAt: pending.expires_at } } : {}),
      sendsMail: mail.mailer.reachesPeople,
    }
  }
}
