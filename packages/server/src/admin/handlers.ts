import type { Handlers } from '../lib/handlers'
import type { Admin } from './admin'

export const adminHandlers = (admin: Admin): Handlers<'admin'> => ({
  settings: () => admin.currentSettings(),
  setRegistration: (_caller, { registration }) => admin.setRegistration(registration),
  users: (_caller, input) => admin.people(input),
  resetPassword: (caller, { userId }) => admin.resetPassword(caller, userId),
  setDisabled: (caller, { userId, disabled }) => admin.setDisabled(caller, userId, disabled ? 'disabled' : 'allowed'),
})
