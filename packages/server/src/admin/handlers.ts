import type { Handlers } from '../lib/handlers'
import type { Admin } from './admin'
import type { MailStatus } from './mail-status'

export const adminHandlers = (admin: Admin, mail: MailStatus): Handlers<'admin'> => ({
  settings: () => admin.currentSettings(),
  addresses: () => admin.addresses(),
  setRegistration: (_caller, input) => admin.setRegistration(input),
  setServerName: (_caller, { serverName }) => admin.setServerName(serverName),
  users: (_caller, input) => admin.people(input),
  closeUser: (caller, { userId }) => admin.closeUser(caller, userId),
  restoreUser: (caller, { userId }) => admin.restoreUser(caller, userId),
  resetPassword: (caller, { userId }) => admin.resetPassword(caller, userId),
  mail: async () => mail.current(),
  testMail: (_caller, input) => mail.test(input),
  setDisabled: (caller, { userId, disabled }) => admin.setDisabled(caller, userId, disabled ? 'disabled' : 'allowed'),
})
