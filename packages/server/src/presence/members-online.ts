import type { ChatId, UserId } from '@parley/protocol'
import type { AccessCache } from '../chats/access'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import type { Online } from './online'

export interface MembersOnlineOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly users: Users
  readonly online: Online
}

/** People who are looked up in one snapshot. */
const AT_ONCE = 500

/** Which members of a chat are there: looked for among whichever are fewer, the members or the connected people. */
export class MembersOnline {
  constructor(private readonly options: MembersOnlineOptions) {}

  /** How many people have to be looked through for so many members. */
  cost(members: number): number {
    return Math.min(members, this.options.online.count)
  }

  /** The present members of a chat who are there, on any node, and how many people were looked through. */
  async of(chatId: ChatId): Promise<{ readonly userIds: readonly UserId[]; readonly looked: number }> {
    const { access, database, online } = this.options
    const chat = await database.read((db) => access.everybody(db, chatId))
    const members = chat?.row.member_count ?? 0
    const looked = this.cost(members)
    if (members > online.count)
      return { looked, userIds: await this.among(chatId, online.some(Number.POSITIVE_INFINITY)) }
    return { looked, userIds: online.among(await database.read((db) => access.memberIds(db, chatId))) }
  }

  /** Those of these people who are in a chat now. */
  async among(chatId: ChatId, userIds: readonly UserId[]): Promise<UserId[]> {
    const { access, database, users } = this.options
    const found: UserId[] = []
    for (let at = 0; at < userIds.length; at += AT_ONCE) {
      const some = userIds.slice(at, at + AT_ONCE)
      const members = await database.read(async (db) => {
        const keys = await users.keysOf(db, some)
        const present = await access.presentAmong(db, chatId, [...keys.values()])
        return some.filter((id) => present.has(keys.get(id) ?? 0))
      })
      found.push(...members)
    }
    return found
  }
}
