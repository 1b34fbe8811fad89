import type { Handlers } from '../lib/handlers'
import type { Accounts } from './accounts'
import type { PasswordResets } from './password-resets'

export const accountsHandlers = (accounts: Accounts, resets: PasswordResets): Handlers<'accounts'> => ({
  challenge: (stranger, input) => accounts.challenge(stranger, input),
  policy: (stranger, input) => accounts.policy(stranger, input),
  register: (stranger, input) => accounts.register(stranger, input),
  login: (stranger, input) => accounts.login(stranger, input),
  logout: (caller) => accounts.logout(caller),
  me: (caller) => accounts.me(caller),
  update: (caller, input) => accounts.update(caller, input),
  changePassword: (caller, input) => accounts.changePassword(caller, input),
  resetPassword: (stranger, input) => resets.redeem(stranger, input),
  setPrivacy: (caller, input) => accounts.setPrivacy(caller, input),
})
