import type { Handlers } from '../lib/handlers'
import type { Accounts } from './accounts'
import type { Challenges } from './challenges'

export const accountsHandlers = (accounts: Accounts, challenges: Challenges): Handlers<'accounts'> => ({
  challenge: () => challenges.create(),
  policy: (_stranger, input) => accounts.policy(input),
  register: (stranger, input) => accounts.register(stranger, input),
  login: (stranger, input) => accounts.login(stranger, input),
  logout: (caller) => accounts.logout(caller),
  me: (caller) => accounts.me(caller),
  update: (caller, input) => accounts.update(caller, input),
  changePassword: (caller, input) => accounts.changePassword(caller, input),
  setPrivacy: (caller, input) => accounts.setPrivacy(caller, input),
})
