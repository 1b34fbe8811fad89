import type { OwnIdentities, Result } from '@parley/protocol'

/** The ways in which the owner of an account can confirm a change. */
export interface OwnerWays {
  /** Whether the account has a password that works. */
  readonly password: boolean
  /** Whether the account has a passkey that works here. */
  readonly passkey: boolean
  /** The providers of the linked accounts, each once. None for an account with a password. */
  readonly providers: readonly { readonly name: string; readonly title: string }[]
  /** The site that signs this person in. */
  readonly elsewhere?: string
  /** Whether a password could be set. */
  readonly canSetPassword: boolean
}

interface Known {
  readonly own: OwnIdentities
  readonly passkeys: Result<'accounts.passkeys'>
  readonly policy: Pick<Result<'accounts.policy'>, 'passwordsOff' | 'registration' | 'signInUrl'>
  /** Whether this page can use passkeys. */
  readonly canUsePasskeys: boolean
}

/** Links to providers that are no longer configured are no way. */
export const waysOf = ({ own, passkeys: { passkeys, rpId }, policy, canUsePasskeys }: Known): OwnerWays => {
  const { hasPassword, identities, providers } = own
  const linked = providers.filter(({ name }) => identities.some(({ provider }) => provider === name))
  return {
    password: hasPassword,
    passkey: canUsePasskeys && passkeys.some((one) => one.rpId === rpId),
    providers: hasPassword ? [] : linked.map(({ name, title }) => ({ name, title })),
    ...(!hasPassword && policy.signInUrl !== undefined ? { elsewhere: policy.signInUrl } : {}),
    canSetPassword: !hasPassword && policy.passwordsOff !== true && policy.registration !== 'external',
  }
}
