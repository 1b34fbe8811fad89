import type { Result } from '@parley/protocol'
import type { RegistrationMode } from '@parley/protocol/accounts'
import type { Chats } from '../chats/chats'
import type { Invites } from '../invites/invites'
import { type Stranger, signedInFrom } from '../lib/caller'
import { fail } from '../lib/fail'
import type { NetworkBans } from '../networks/network-bans'
import type { Registrations } from '../networks/registrations'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries, Transaction } from '../storage/database'
import { toMe, toUser, type UserRow, type Users } from '../users/users'
import { insertAccount, lockNames, refuseTaken } from './new-account'
import type { ReservedNames } from './reserved-names'
import { type RegistrationRule, ruleAt, type Settings } from './settings'
import type { SetupCode } from './setup-code'

export interface SignUpsOptions {
  readonly database: Database
  readonly settings: Settings
  readonly setupCode: SetupCode
  readonly reservedNames: ReservedNames
  readonly bans: Pick<NetworkBans, 'refuseBlocked'>
  readonly invites: Invites
  readonly chats: Pick<Chats, 'joinNewUser'>
  readonly registrations: Pick<Registrations, 'note'>
  readonly sessions: Pick<Sessions, 'createSession'>
  readonly users: Pick<Users, 'isActiveAdmin'>
}

/** The choices of a person for a new account. */
export interface NewPerson {
  readonly username: string
  readonly name: string
  /** The code of an invite link. */
  readonly invite?: string | undefined
  /** The code of the setup link. */
  readonly setup?: string | undefined
  readonly device?: string | undefined
}

/** How a new account signs in, beside what its owner chose. */
export interface SignUp {
  readonly stranger: Stranger
  readonly person: NewPerson
  readonly passwordHash: string
  /** The mode for this way to sign up; the server's own unless given. */
  readonly modeOf?: (rule: RegistrationRule) => RegistrationMode
}

/** The rules of new accounts, whatever they sign in with. */
export class SignUps {
  constructor(private readonly options: SignUpsOptions) {}

  /** @throws the reason why this person can't have this account */
  async refuse(db: Queries, { stranger, person, modeOf }: Omit<SignUp, 'passwordHash'>): Promise<void> {
    const { bans, database, invites, reservedNames, settings, setupCode } = this.options
    const { username, invite, setup } = person
    await bans.refuseBlocked(db, stranger.address)
    if (setup === undefined) {
      const rule = ruleAt(await settings.registration(db), database.now())
      refuseByMode(modeOf ? modeOf(rule) : rule.mode, invite)
    } else if (!(await setupCode.isValid(db, setup))) throw fail('setup_invalid', { field: 'setup' })
    if (invite !== undefined && !(await invites.findLink(db, invite))) throw fail('invite_invalid', { field: 'invite' })
    await refuseTaken(db, { username, reserved: reservedNames, nowMs: database.now() })
  }

  /**
   * Makes an account and signs it in. Everything that it comes with is there in the same commit.
   * @param finish runs once the account is there and locked, with its session, and returns its row
   */
  async insert(
    tx: Transaction,
    signUp: SignUp,
    finish?: (row: UserRow, session: Result<'accounts.register'>['session']) => Promise<UserRow>,
  ): Promise<Result<'accounts.register'>> {
    const { chats, invites, registrations, sessions, setupCode, users } = this.options
    const { stranger, person, passwordHash } = signUp
    const { username, name, invite, setup } = person
    await lockNames(tx)
    await this.refuse(tx.db, signUp)
    // A valid setup code is what makes an administrator.
    const inviter = invite === undefined ? undefined : await invites.findLink(tx.db, invite)
    const vouched = inviter !== undefined && (await users.isActiveAdmin(tx.db, inviter.key))
    const row = await insertAccount(tx, { username, name, passwordHash, admin: setup !== undefined, vouched })
    if (!row) throw fail('username_taken', { field: 'username' })
    await registrations.note(tx, row.key, { address: stranger.address, at: tx.now })
    const user = { key: row.key, id: toUser(row).id }
    await tx.lock({ users: inviter ? [user.key, inviter.key] : [user.key] })
    await chats.joinNewUser(tx, user)
    if (invite !== undefined) await invites.acceptLink(tx, invite, user)
    if (setup !== undefined) await setupCode.use(tx.db, setup)
    const session = await sessions.createSession(tx, user, signedInFrom(stranger, person))
    return { user: toMe(finish ? await finish(row, session) : row), session }
  }
}

/** A working link is the invitation of a member: it counts under any registration setting. */
const refuseByMode = (mode: RegistrationMode, invite: string | undefined): void => {
  if (mode === 'external') throw fail('registration_closed')
  if (invite !== undefined) return
  if (mode === 'closed') throw fail('registration_closed')
  if (mode === 'approval') throw fail('approval_required')
  if (mode === 'invite') throw fail('invite_required')
}
