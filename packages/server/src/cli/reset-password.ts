import { limits } from '@parley/protocol'
import type { Config } from '../config/config'
import { addressesOf } from '../lib/listening-addresses'
import { type Administered, withAdmin } from './with-admin'

const hours = limits.resetLinkMs / 3_600_000

/** Makes a one-time link with which a person sets a new password. Throws as `withAdmin` does. */
export const resetPassword = (config: Config, username: string): Promise<Administered> => {
  const protocol = config.tls ? 'https' : 'http'
  const { open } = addressesOf({ host: config.host, port: config.port, protocol, publicUrl: config.publicUrl })
  return withAdmin(config, async (admin) => {
    const made = await admin.resetPasswordOf(username, open)
    if (!made) return { outcome: 'refused', sentence: `No one has the username ${username}.` }
    const advice = `Give this link to ${username}. It sets a new password once, within ${hours} hours, and ends all their sessions.`
    return { outcome: 'done', sentence: `${advice}\n\n  ${made.url}\n` }
  })
}
