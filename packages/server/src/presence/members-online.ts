import type { ChatId, UserId } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import type { Online } from './online'

export interface MembersOnlineOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly users: Users
  readonly online: Online
}

/** Users who are looked up in one snapshot. */
const AT_ONCE = 500

/** The online members of a chat. Scans either the members or the connected users, whichever are fewer. */
export class MembersOnline {
  constructor(private readonly options: MembersOnlineOptions) {}

  /** The number of users to scan for this many members. */
  costOf(members: number): number {
    return Math.min(members, this.options.online.count)
  }

  /** The present online members of a chat, on any node, and the number of scanned users. */
  async findOnline(chatId: ChatId): Promise<{ readonly userIds: readonly UserId[]; readonly looked: number }> {
    const { access, database, online } = this.options
    const chat = await database.read((db) => access.findCommonRange(db, chatId))
    const members = chat?.row.member_count ?? 0
    const looked = this.costOf(members)
    if (members > online.count)
      return { looked, userIds: await this.filterMembers(chatId, online.sampleUsers(Number.POSITIVE_INFINITY)) }
    return { looked, userIds: online.filterOnline(await database.read((db) => access.memberIds(db, chatId))) }
  }

  /** The present members of a chat among these users. */
  async filterMembers(chatId: ChatId, userIds: readonly UserId[]): Promise<UserId[]> {
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
