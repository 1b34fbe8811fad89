import { fail } from '../lib/fail'
import type { Handlers } from '../lib/handlers'
import type { AccountParts } from './create-accounts'

export const accountsHandlers = ({
  accounts,
  bans,
  byPassword,
  closing,
  emails,
  ownPasskeys,
  passkeyLogins,
  providers: { newIdentities, own },
  recovery,
  requests,
  resets,
  secondFactors,
  secondSteps,
}: AccountParts): Omit<
  Handlers<'accounts'>,
  'exchange' | 'proveByToken' | 'export' | 'exportState' | 'exportAddress'
> => {
  /** Methods that give passwords an effect. */
  const needsPasswords =
    <C, I, R>(run: (caller: C, input: I) => R) =>
    (caller: C, input: I): R => {
      if (!byPassword) throw fail('passwords_off')
      return run(caller, input)
    }
  return {
    challenge: (stranger, input) => accounts.challenge(stranger, input),
    policy: (stranger, input) => accounts.policy(stranger, input),
    register: needsPasswords((stranger, input) => accounts.register(stranger, input)),
    requestAccount: needsPasswords((stranger, input) => requests.add(stranger, input)),
    requestState: (_stranger, { ticket }) => requests.stateOf(ticket),
    withdrawRequest: (_stranger, { ticket }) => requests.withdraw(ticket),
    login: needsPasswords((stranger, input) => accounts.login(stranger, input)),
    passSecondFactor: async (stranger, input) => {
      await bans.check(stranger.address)
      return secondSteps.pass(stranger, input)
    },
    close: (caller, input) => closing.close(caller, input),
    restore: needsPasswords((stranger, input) => accounts.restore(stranger, input)),
    logout: (caller) => accounts.logout(caller),
    me: (caller) => accounts.me(caller),
    update: (caller, input) => accounts.update(caller, input),
    changePassword: needsPasswords((caller, input) => accounts.changePassword(caller, input)),
    email: (caller) => emails.current(caller),
    setEmail: (caller, input) => emails.set(caller, input),
    verifyEmail: (caller, input) => emails.verify(caller, input),
    removeEmail: (caller, input) => emails.remove(caller, input),
    recover: needsPasswords((stranger, input) => recovery.recover(stranger, input)),
    resetPassword: needsPasswords(async (stranger, { login, ...input }) => {
      await bans.check(stranger.address)
      return login === undefined ? resets.redeemCode(stranger, input) : recovery.reset(stranger, { ...input, login })
    }),
    setUpTotp: (caller, input) => secondFactors.setUp(caller, input),
    confirmTotp: (caller, input) => secondFactors.confirm(caller, input),
    renewRecoveryCodes: (caller, input) => secondFactors.renewCodes(caller, input),
    disableTotp: (caller, input) => secondFactors.disable(caller, input),
    identityStep: (stranger, input) => newIdentities.step(stranger, input),
    registerIdentity: (stranger, input) => newIdentities.register(stranger, input),
    requestIdentity: (stranger, input) => newIdentities.request(stranger, input),
    restoreIdentity: (stranger, input) => newIdentities.restore(stranger, input),
    identities: (caller) => own.list(caller),
    linkIdentity: (caller, input) => own.link(caller, input),
    unlinkIdentity: (caller, input) => own.unlink(caller, input),
    passkeyRequest: (stranger) => passkeyLogins.request(stranger),
    loginWithPasskey: (stranger, input) => passkeyLogins.login(stranger, input),
    passkeys: (caller) => ownPasskeys.list(caller),
    proveByPasskey: (caller, input) => ownPasskeys.prove(caller, input),
    setUpPasskey: (caller, input) => ownPasskeys.setUp(caller, input),
    addPasskey: (caller, input) => ownPasskeys.add(caller, input),
    renamePasskey: (caller, input) => ownPasskeys.rename(caller, input),
    removePasskey: (caller, input) => ownPasskeys.remove(caller, input),
    setPrivacy: (caller, input) => accounts.setPrivacy(caller, input),
  }
}
