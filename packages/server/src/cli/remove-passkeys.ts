import type { Config } from '../config/config'
import { type Administered, withAdmin } from './with-admin'

/** Removes all passkeys of a person who lost them. Throws as `withAdmin` does. */
export const removePasskeys = (config: Config, username: string): Promise<Administered> =>
  withAdmin(config, async (_admin, { passkeyAdmin }) => {
    const count = await passkeyAdmin.removeOf(username)
    if (count === undefined) return { outcome: 'refused', sentence: `No one has the username ${username}.` }
    const removed =
      count === 1 ? `1 passkey of ${username} no longer works.` : `${count} passkeys of ${username} no longer work.`
    const sentence = count === 0 ? `${username} has no passkeys.` : `${removed} The password stays.`
    return { outcome: 'done', sentence }
  })
