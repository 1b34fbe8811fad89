import { CodeGuesses } from '../attempts/code-guesses'
import type { AuditLog } from '../audit/audit-log'
import type { Bus } from '../bus/bus'
import type { Config } from '../config/config'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { MailParts } from '../mail/create-mail'
import type { Leases } from '../work/leases'
import { Accounts, type AccountsOptions } from './accounts'
import { Challenges } from './challenges'
import { Closing, type ClosingOptions } from './closing'
import { MailCodes } from './email/mail-codes'
import { MailDomains } from './email/mail-domains'
import { Notices } from './email/notices'
import { OwnEmails } from './email/own-email'
import { Recovery } from './email/recovery'
import { LoginThrottle } from './login-throttle'
import { Assertions, type AssertionsOptions } from './passkeys/assertions'
import { OwnPasskeys } from './passkeys/own-passkeys'
import { OwnerProofs, type OwnerProofsOptions } from './passkeys/owner-proofs'
import { PasskeyChallenges } from './passkeys/passkey-challenges'
import { PasskeyLogins } from './passkeys/passkey-logins'
import { PasswordResets } from './password-resets'
import { type Argon2Cost, Passwords } from './passwords'
import { createProviders } from './providers/create-providers'
import { RequestAnswers } from './requests/request-answers'
import { RequestNotices } from './requests/request-notices'
import { AccountRequests } from './requests/requests'
import { ReservedNames } from './reserved-names'
import { OwnSecondFactors } from './second-factor/own-second-factor'
import { SecondSteps } from './second-factor/second-step'
import { Settings } from './settings'
import { SetupCode } from './setup-code'
import { SignUps, type SignUpsOptions } from './sign-up'

export interface CreateAccountsOptions
  extends Pick<AccountsOptions, 'database' | 'users' | 'preferences' | 'sessions' | 'media' | 'bans'>,
    Pick<SignUpsOptions, 'chats' | 'invites' | 'registrations'>,
    Pick<ClosingOptions, 'settlers' | 'restoreMs'> {
  readonly config: Pick<Config, 'demo' | 'oidc' | 'passwords' | 'rateLimits' | 'registration' | 'signInUrl'>
  readonly mail: MailParts
  readonly bus: Bus
  readonly audit: AuditLog
  readonly leases: Leases
  readonly clock: Clock
  readonly logger: Logger
  readonly passwordCost?: Argon2Cost
}

/** Wires everything about accounts: sign-ups, sign-ins and passwords. */
export const createAccounts = ({
  config,
  clock,
  logger,
  mail,
  passwordCost,
  settlers,
  restoreMs,
  ...others
}: CreateAccountsOptions) => {
  const { database, preferences, sessions } = others
  const settings = new Settings({ registration: config.registration })
  const setupCode = new SetupCode(database)
  const passwords = new Passwords(passwordCost, () => database.now())
  const challenges = new Challenges({ database, clock, required: config.rateLimits })
  const throttle = new LoginThrottle({ database, challenges })
  const guesses = new CodeGuesses(database)
  const notices = new Notices({ settings, mail })
  const resets = new PasswordResets({ database, sessions, passwords, guesses, notices, logger })
  const closing = new Closing({ database, sessions, passwords, throttle, settlers, restoreMs, logger })
  const reservedNames = new ReservedNames()
  const parts = { settings, setupCode, passwords, challenges, throttle, guesses, resets, closing, reservedNames }
  const shared = {
    ...parts,
    notices,
    database,
    preferences,
    sessions,
    mail,
    clock,
    logger,
    codes: new MailCodes(database),
    domains: new MailDomains({ database, audit: others.audit }),
  }
  const [emails, recovery] = [new OwnEmails(shared), new Recovery(shared)]
  const requestParts = { ...others, ...shared, notices: new RequestNotices(others) }
  const requests = new AccountRequests(requestParts)
  const signUps = new SignUps({ ...others, ...shared })
  const proving = createProofs({ ...others, ...shared })
  const providers = createProviders({ ...others, ...shared, requests, signUps, config, proofs: proving.proofs })
  const secondFactors = new OwnSecondFactors(shared)
  const secondSteps = new SecondSteps({ ...shared, follow: providers.follow })
  const sendsMail = mail.mailer.reachesPeople
  return {
    ...parts,
    bans: others.bans,
    emails,
    mailDomains: shared.domains,
    recovery,
    requests,
    answers: new RequestAnswers({ ...requestParts, identities: providers.newIdentities }),
    providers,
    accounts: new Accounts({
      ...{ ...others, ...parts, notices, requests, signUps, sendsMail, demo: config.demo },
      ...{
        providers: (origin) => providers.providers.list(origin),
        byPassword: config.passwords,
        signInUrl: config.signInUrl,
      },
    }),
    byPassword: config.passwords,
    notices,
    secondFactors,
    secondSteps,
    ownPasskeys: new OwnPasskeys({ ...others, ...shared, ...proving, waysIn: providers.waysIn }),
    passkeyLogins: new PasskeyLogins({ ...others, ...shared, ...proving }),
  }
}

/** The proofs of an owner: the password or a passkey. */
const createProofs = (parts: Omit<OwnerProofsOptions & AssertionsOptions, 'assertions' | 'challenges'>) => {
  const challenges = new PasskeyChallenges(parts.database)
  const assertions = new Assertions({ ...parts, challenges })
  return { challenges, assertions, proofs: new OwnerProofs({ ...parts, assertions }) }
}
export type AccountParts = ReturnType<typeof createAccounts>
