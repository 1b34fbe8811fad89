import type { Config } from '../config/config'
import { Failure } from '../lib/fail'
import { type Administered, withAdmin } from './with-admin'

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)

const refused = (username: string, error: unknown): Administered => {
  if (!(error instanceof Failure)) throw error
  const sentence =
    error.failure === 'last_admin'
      ? `${username} is the only administrator. Make someone else an administrator first.`
      : `The account ${username} was erased.`
  return { outcome: 'refused', sentence }
}

const change =
  (to: 'closed' | 'restored', done: (username: string, eraseAt: number) => string) =>
  (config: Config, username: string): Promise<Administered> =>
    withAdmin(config, async (admin) => {
      try {
        const user = await admin.changeAccountOf(username, to)
        if (!user) return { outcome: 'refused', sentence: `No one has the username ${username}.` }
        return { outcome: 'done', sentence: done(user.username, user.eraseAt ?? 0) }
      } catch (error) {
        return refused(username, error)
      }
    })

/** Closes an account. Throws as `withAdmin` does. */
export const closeAccount = change(
  'closed',
  (username, eraseAt) =>
    `The account ${username} is closed, and will be erased on ${day(eraseAt)}. "parley admin restore ${username}" opens it again.`,
)

/** Opens a closed account. Throws as `withAdmin` does. */
export const restoreAccount = change('restored', (username) => `The account ${username} is open.`)
