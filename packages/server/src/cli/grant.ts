import type { Config } from '../config'
import { type Administered, withAdmin } from './with-admin'

/** Makes a person an administrator. Throws as `withAdmin` does. */
export const grant = (config: Config, username: string): Promise<Administered> =>
  withAdmin(config, async (admin) => {
    const me = await admin.grant(username)
    return me
      ? { outcome: 'done', sentence: `${me.username} is an administrator now.` }
      : { outcome: 'refused', sentence: `Nobody has the user name ${username}: let them register first.` }
  })
