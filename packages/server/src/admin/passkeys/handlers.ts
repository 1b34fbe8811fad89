import type { Handlers } from '../../lib/handlers'
import type { PasskeyAdmin } from './passkey-admin'

export const passkeyHandlers = (passkeys: PasskeyAdmin): Pick<Handlers<'admin'>, 'passkeys' | 'removePasskeys'> => ({
  passkeys: (caller) => passkeys.hosts(caller),
  removePasskeys: (caller, { userId }) => passkeys.remove(caller, userId),
})
