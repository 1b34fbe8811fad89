import type { Config } from '../config/config'
import { type Administered, withAdmin } from './with-admin'

/** Turns off the second factor of a person who lost their device and their recovery codes. Throws as `withAdmin` does. */
export const removeSecondFactor = (config: Config, username: string): Promise<Administered> =>
  withAdmin(config, async (admin) => {
    const state = await admin.removeSecondFactorOf(username)
    if (!state) return { outcome: 'refused', sentence: `No one has the username ${username}.` }
    const sentence =
      state === 'removed'
        ? `The second factor of ${username} is off: the password is enough to sign in.`
        : `The second factor of ${username} was already off.`
    return { outcome: 'done', sentence }
  })
