import type { Input, Me, MediaId, Preferences, Result, SignInProvider } from '@parley/protocol'
import type { CodeGuesses } from '../attempts/code-guesses'
import type { Invites } from '../invites/invites'
import { type Caller, type Stranger, signedInFrom } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import { hashSecretHex } from '../lib/secret'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import type { NetworkBans } from '../networks/network-bans'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Sessions } from '../sessions/sessions'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { toMe, toUser, type UserRef, type UserRow, type Users } from '../users/users'
import type { Challenges } from './challenges'
import { type Closing, isOver } from './closing'
import { isAddress, readAddress } from './email/address'
import type { Notices } from './email/notices'
import { findByLogin, loginName } from './find-by-login'
import { replacePassword } from './forgotten-password'
import type { CountedTry, LoginThrottle, SignInTry } from './login-throttle'
import type { PasswordResets } from './password-resets'
import { refuseWeak } from './password-rules'
import type { Passwords } from './passwords'
import type { AccountRequests } from './requests/requests'
import { ruleAt, type Settings } from './settings'
import type { SetupCode } from './setup-code'
import type { SignUps } from './sign-up'
import * as store from './store'
import { demandSecondFactor } from './tickets'

export interface AccountsOptions {
  readonly database: Database
  readonly users: Users
  readonly preferences: OwnPreferences
  readonly sessions: Sessions
  readonly invites: Invites
  readonly settings: Settings
  readonly setupCode: SetupCode
  readonly passwords: Passwords
  readonly throttle: LoginThrottle
  readonly media: Pick<Media, 'setAvatar'>
  readonly challenges: Challenges
  readonly guesses: CodeGuesses
  readonly notices: Notices
  readonly resets: PasswordResets
  readonly closing: Closing
  readonly signUps: SignUps
  readonly bans: Pick<NetworkBans, 'check' | 'refuseBlocked'>
  readonly requests: Pick<AccountRequests, 'findByLogin' | 'refusalOf'>
  /** The providers with which people can sign in. */
  readonly providers: (origin: string) => readonly SignInProvider[]
  /** Whether people can sign in by password. */
  readonly byPassword: boolean
  /** Whether mails reach people. */
  readonly sendsMail: boolean
  /** Where another site signs people in. */
  readonly signInUrl: string | undefined
  /** Whether the demo is on show. */
  readonly demo: boolean
}

type Registration = Input<'accounts.register'>
type SignedIn = Result<'accounts.register'>

/** Making accounts, signing in and out, the own profile. */
export class Accounts {
  constructor(private readonly options: AccountsOptions) {}

  /** The public data that a stranger needs before signing up. */
  async policy(stranger: Stranger, input: Input<'accounts.policy'>): Promise<Result<'accounts.policy'>> {
    const { guesses } = this.options
    if (input.invite === undefined && input.setup === undefined && input.reset === undefined)
      return this.policyFor(stranger, input)
    return guesses.guardGuess(stranger, async () => {
      const policy = await this.policyFor(stranger, input)
      const { inviteValid, resetValid, setupValid } = policy
      if ([inviteValid, resetValid, setupValid].includes(false)) await guesses.countWrong(stranger)
      return policy
    })
  }

  private policyFor(
    { origin }: Stranger,
    { invite, reset, setup }: Input<'accounts.policy'>,
  ): Promise<Result<'accounts.policy'>> {
    const { byPassword, challenges, database, demo, invites, resets, sendsMail, settings, setupCode, users } =
      this.options
    const { signInUrl } = this.options
    const providers = this.options.providers(origin)
    return database.read(async (db) => {
      const resetUser = reset === undefined ? undefined : await resets.findUser(db, reset)
      const link = invite === undefined ? undefined : await invites.previewLink(db, invite)
      const serverName = await settings.serverName(db)
      const { mode, opensAt, closesAt } = ruleAt(await settings.registration(db), database.now())
      const [inviter] = link ? await users.rowsByKeys(db, [link.maker.key]) : []
      return {
        registration: mode,
        ...(opensAt === undefined ? {} : { opensAt }),
        ...(closesAt === undefined ? {} : { closesAt }),
        challenge: challenges.required,
        sendsMail,
        ...(mode === 'external' && signInUrl !== undefined ? { signInUrl } : {}),
        ...(serverName === undefined ? {} : { serverName }),
        ...(providers.length > 0 ? { providers: [...providers] } : {}),
        ...(byPassword ? {} : { passwordsOff: true }),
        ...(demo ? { demo } : {}),
        ...(inviter ? { inviter } : {}),
        ...(link?.group ? { group: link.group } : {}),
        ...(invite === undefined ? {} : { inviteValid: inviter !== undefined }),
        ...(setup === undefined ? {} : { setupValid: await setupCode.isValid(db, setup) }),
        ...(reset === undefined ? {} : { resetValid: resetUser !== undefined }),
        ...(resetUser ? { resetUser } : {}),
      }
    })
  }

  /** Makes an account and signs it in. Everything that it comes with is there in the same commit. */
  register(stranger: Stranger, input: Registration): Promise<SignedIn> {
    if (input.invite === undefined && input.setup === undefined) return this.makeAccount(stranger, input)
    return this.options.guesses.guardGuess(stranger, () => this.makeAccount(stranger, input))
  }

  private async makeAccount(stranger: Stranger, input: Registration): Promise<SignedIn> {
    const { challenges, database, passwords, signUps } = this.options
    refuseWeak(input.password, input.username)
    const signUp = { stranger, person: input }
    // Before the costly hash, and again in the transaction that counts.
    await database.read((db) => signUps.refuse(db, signUp))
    await challenges.redeemSolution(input.challenge)
    const passwordHash = await passwords.hash(input.password)
    return database.write((tx) => signUps.insert(tx, { ...signUp, passwordHash }))
  }

  /** Signs in. A wrong name and a wrong password answer alike and take as long; only the right password learns of more. */
  async login(stranger: Stranger, input: Input<'accounts.login'>): Promise<SignedIn> {
    const { answer } = await this.signIn(stranger, input, 'open')
    return answer
  }

  /** Opens a closed account again and signs in, with the checks of a sign-in. */
  async restore(stranger: Stranger, input: Input<'accounts.restore'>): Promise<SignedIn> {
    const { answer, user } = await this.signIn(stranger, input, 'closed')
    await this.options.closing.settle(user)
    return answer
  }

  /** @param accepts open accounts, or closed ones too, which it opens */
  private async signIn(
    stranger: Stranger,
    input: Input<'accounts.login'>,
    accepts: 'open' | 'closed',
  ): Promise<{ answer: SignedIn; user: UserRef }> {
    const { bans, closing, database, sessions, throttle } = this.options
    await bans.check(stranger.address)
    const attempt = signInTry(stranger, input.login)
    const counted = await throttle.countAttempt(attempt, input.challenge)
    const found = await this.findByPassword(counted, input)
    const signedIn = await database.write(async (tx) => {
      const refusal = found.key === undefined ? await this.options.requests.refusalOf(tx, found) : undefined
      if (refusal) {
        await counted.succeeded(tx)
        return refusal
      }
      // A request that was approved in the meantime is an account with the same name and hash.
      const key = found.key ?? (await store.selectByUsername(tx.db, found.username))?.key
      if (key === undefined) throw fail('bad_credentials')
      await tx.lock({ users: [key] })
      const row = await store.selectByKey(tx.db, key)
      if (!row || row.password_hash !== found.password_hash) throw fail('bad_credentials')
      // The time to come back is over: the erasure may begin at any moment.
      if (isOver(row, tx.now)) throw fail('bad_credentials')
      await counted.succeeded(tx)
      if (row.disabled_at !== null) return fail('account_disabled')
      if (row.erase_at !== null && accepts === 'open') return fail('account_closed', { until: row.erase_at })
      const second = await demandSecondFactor(tx, row, { kind: accepts === 'open' ? 'sign_in' : 'restore' })
      if (second) return second
      await closing.reopenIn(tx, row)
      const user = { key: row.key, id: toUser(row).id }
      const session = await sessions.createSession(tx, user, signedInFrom(stranger, input))
      return { answer: { user: toMe(row), session }, user }
    })
    if (signedIn instanceof Failure) throw signedIn
    return signedIn
  }

  /** A proof of work for strangers: for a sign-in, as hard as that takes now. */
  async challenge(stranger: Stranger, { login }: Input<'accounts.challenge'>): Promise<Result<'accounts.challenge'>> {
    const { challenges, throttle } = this.options
    return challenges.createChallenge(login === undefined ? 0 : await throttle.demandProof(signInTry(stranger, login)))
  }

  /** Ends the caller's session everywhere it is open. */
  async logout(caller: Caller): Promise<Record<string, never>> {
    await this.options.sessions.revoke(caller, caller.sessionId)
    return {}
  }

  /** The caller, and the session used. */
  me(caller: Caller): Promise<Result<'accounts.me'>> {
    const { database, sessions, users } = this.options
    return database.read(async (db) => {
      const user = await users.me(db, caller.userKey)
      if (!user) throw fail('unauthenticated')
      return { user, session: await sessions.findCurrent(db, caller) }
    })
  }

  /** Changes the own profile; what is not named stays. */
  update(caller: Caller, input: Input<'accounts.update'>): Promise<Me> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const held = await store.selectByKey(tx.db, caller.userKey)
      if (!held) throw fail('unauthenticated')
      const changed = await this.changesOf(tx, held, input)
      if (Object.keys(changed).length === 0) return toMe(held)
      const rev = await raiseUserRev(tx, caller.userKey)
      const me = toMe(await store.updateProfile(tx.db, { key: caller.userKey, changed, rev }))
      tx.publish({ kind: 'user', userId: caller.userId, delta: { from: rev - 1, rev, me } })
      return me
    })
  }

  /** Changes the password of a user with the old one. Attempts count before it is checked, as in signing in. */
  async changePassword(
    caller: Caller,
    { password, newPassword, endOthers }: Input<'accounts.changePassword'>,
  ): Promise<Result<'accounts.changePassword'>> {
    const { database, notices, passwords, sessions, throttle } = this.options
    const held = await database.read((db) => store.selectByKey(db, caller.userKey))
    if (!held) throw fail('unauthenticated')
    refuseWeak(newPassword, held.username, 'newPassword')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, held.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    const hash = await passwords.hash(newPassword)
    const { ended, letter } = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const now = await store.selectByKey(tx.db, caller.userKey)
      if (now?.password_hash !== held.password_hash) throw fail('bad_credentials', { field: 'password' })
      await counted.succeeded(tx)
      await replacePassword(tx, caller.userKey, hash)
      const ended = endOthers ? await sessions.revokeOthersIn(tx, caller) : []
      return { ended, letter: await notices.passwordChanged(tx.db, now) }
    })
    notices.send(letter)
    return { sessions: ended }
  }

  /** Changes who sees and reaches the caller; what is not named stays. */
  setPrivacy(caller: Caller, privacy: Input<'accounts.setPrivacy'>): Promise<Preferences> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      return this.options.preferences.setPrivacy(tx, { key: caller.userKey, id: caller.userId }, privacy)
    })
  }

  /** Checks the password of a counted attempt; takes as long for an unknown name. */
  private async findByPassword(counted: CountedTry, { login, password }: Input<'accounts.login'>): Promise<Found> {
    const { database, passwords, requests } = this.options
    try {
      const found = await database.read(async (db): Promise<Found | undefined> => {
        const user = await findByLogin(db, login)
        const request = await requests.findByLogin(db, login)
        return user ?? request
      })
      if ((await passwords.verify(password, found?.password_hash)) && found) return found
    } catch (error) {
      // The password was never looked at: the server is too busy.
      await counted.undo()
      throw error
    }
    throw fail('bad_credentials')
  }

  /** The effective changes of a profile; the avatar's upload has changed its user by then. */
  private async changesOf(
    tx: Transaction,
    held: UserRow,
    input: Input<'accounts.update'>,
  ): Promise<store.ProfileChange> {
    const { name = held.name, avatar } = input
    const bio = input.bio === undefined ? held.bio : input.bio || null
    const words = { ...(name === held.name ? {} : { name }), ...(bio === held.bio ? {} : { bio }) }
    const before = held.avatar ? toId<MediaId>(held.avatar) : null
    if (avatar === undefined || avatar === before) return words
    await this.options.media.setAvatar(tx, { ownerKey: held.key, chatKey: null, avatar, before: held.avatar })
    return { ...words, avatar: avatar === null ? null : toBytes(avatar) }
  }
}

/** The account of a login, or the request for one, which has no key yet. */
type Found = Pick<UserRow, 'username' | 'password_hash'> & { readonly key?: number }

/** A login in its counting form. */
const signInTry = ({ address }: Stranger, login: string): SignInTry => {
  const email = isAddress(login) ? readAddress(login) : undefined
  return { login: email ? `mail ${hashSecretHex(email.folded)}` : loginName(login), address }
}
