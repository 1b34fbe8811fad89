import type { Input, Result } from '@parley/protocol'
import type { CodeGuesses } from '../../attempts/code-guesses'
import { type Stranger, signedInFrom } from '../../lib/caller'
import { Failure, fail } from '../../lib/fail'
import { toId } from '../../lib/uuid-bytes'
import type { NetworkBans } from '../../networks/network-bans'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { toMe, type UserRef } from '../../users/users'
import { type Closing, isOver } from '../closing'
import { type Assertions, invalidUse, type RightUse } from './assertions'
import type { PasskeyChallenges } from './passkey-challenges'
import { passkeyRequest } from './passkey-options'
import { requirePlace } from './place'

export interface PasskeyLoginsOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly closing: Closing
  readonly bans: Pick<NetworkBans, 'check'>
  readonly guesses: CodeGuesses
  readonly challenges: PasskeyChallenges
  readonly assertions: Assertions
}

type SignedIn = Result<'accounts.loginWithPasskey'>

/** Signs in with passkeys. A passkey names its account, and replaces the password and the second factor. */
export class PasskeyLogins {
  constructor(private readonly options: PasskeyLoginsOptions) {}

  /** Makes the options for using a passkey. */
  async request(stranger: Stranger): Promise<Result<'accounts.passkeyRequest'>> {
    const place = requirePlace(stranger)
    return passkeyRequest(place, await this.options.challenges.make(place, { kind: 'use' }))
  }

  /** @throws `passkey_invalid`, which counts for the address; `account_disabled`, `account_closed`, `network_blocked` */
  async login(stranger: Stranger, input: Input<'accounts.loginWithPasskey'>): Promise<SignedIn> {
    const { assertions, bans, closing, database, guesses } = this.options
    await bans.check(stranger.address)
    return guesses.guardGuess(stranger, async () => {
      const right = await assertions.check(stranger, input.credential)
      const done = await database.write((tx) => this.loginIn(tx, right, { stranger, input }))
      if (done instanceof Failure) throw done
      if (input.restore) await closing.settle(done.user)
      return done.signedIn
    })
  }

  /** Failures are returned, so that the use of the challenge is stored. */
  private async loginIn(
    tx: Transaction,
    right: RightUse,
    {
      stranger,
      input: { device, restore },
    }: { readonly stranger: Stranger; readonly input: Input<'accounts.loginWithPasskey'> },
  ): Promise<{ signedIn: SignedIn; user: UserRef } | Failure> {
    const { assertions, closing, sessions } = this.options
    const row = await assertions.useIn(tx, right)
    if (row instanceof Failure) return row
    if (isOver(row, tx.now)) return invalidUse()
    if (row.disabled_at !== null) return fail('account_disabled')
    if (row.erase_at !== null && !restore) return fail('account_closed', { until: row.erase_at })
    const open = await closing.reopenIn(tx, row)
    const user: UserRef = { key: open.key, id: toId(open.id) }
    const session = await sessions.createSession(tx, user, signedInFrom(stranger, { device }))
    return { signedIn: { user: toMe(open), session }, user }
  }
}
