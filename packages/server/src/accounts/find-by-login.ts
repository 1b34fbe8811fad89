import { username } from '@parley/protocol'
import type { Queries } from '../storage/database'
import type { UserRow } from '../users/users'
import { isAddress, readAddress } from './email/address'
import { selectUserByEmail } from './email/email-store'
import { selectByUsername } from './store'

/** A login as a username: without regard to case and @. Undefined for a text that can't be one. */
export const loginName = (login: string): string | undefined => {
  const parsed = username.safeParse(login.trim().replace(/^@/, ''))
  return parsed.success ? parsed.data : undefined
}

/** The user of a login: a username, or a confirmed e-mail address. */
export const findByLogin = async (db: Queries, login: string): Promise<UserRow | undefined> => {
  if (isAddress(login)) {
    const address = readAddress(login)
    return address && selectUserByEmail(db, address.folded)
  }
  const name = loginName(login)
  return name === undefined ? undefined : selectByUsername(db, name)
}
