import type { Config } from '../config/config'
import { type Administered, withAdmin } from './with-admin'

/** Makes a person an administrator. Throws as `withAdmin` does. */
export const grant = (config: Config, username: string): Promise<Administered> =>
  withAdmin(config, async (admin) => {
    const me = await admin.grant(username)
    return me
      ? { outcome: 'done', sentence: `${me.username} is now an administrator.` }
      : { outcome: 'refused', sentence: `No one has the username ${username}. They have to register first.` }
  })
