import { type ChatId, type Input, limits, type Result } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import type { Users } from '../users/users'
import { type CountedFiles, StorageCount, type StorageCountOptions } from './storage-count'
import * as store from './store'

export interface StorageListOptions extends StorageCountOptions {
  readonly database: Database
  readonly users: Pick<Users, 'rowsByKeys'>
}

/** The people and the chats with the most files, for administrators. It shows nothing of what is in private chats. */
export class StorageList {
  private readonly count: StorageCount

  constructor(private readonly options: StorageListOptions) {
    this.count = new StorageCount(options)
  }

  /** One page of the people or the chats, largest first. */
  async list({ by, skip }: Input<'admin.storage'>): Promise<Result<'admin.storage'>> {
    const { countedAt, total, ...counted } = await this.count.read()
    const end = skip + limits.storagePage
    return {
      ...{ countedAt, total, more: counted[by].length > end },
      people: by === 'people' ? await this.peopleOf(counted.people.slice(skip, end)) : [],
      chats: by === 'chats' ? (await this.chatsOf(counted.chats)).slice(skip, end) : [],
    }
  }

  private peopleOf(page: readonly CountedFiles[]): Promise<Result<'admin.storage'>['people']> {
    return this.options.database.read(async (db) => {
      const keys = page.map(({ key }) => key)
      const ids = await userIds(db, keys)
      const rows = await this.options.users.rowsByKeys(db, keys)
      const users = new Map(rows.map((user) => [user.id, user]))
      return page.flatMap(({ key, files, bytes }) => {
        const id = ids.get(key)
        const user = id && users.get(id)
        return user ? [{ user, files, bytes }] : []
      })
    })
  }

  private async chatsOf(counted: readonly CountedFiles[]): Promise<Result<'admin.storage'>['chats']> {
    if (counted.length === 0) return []
    const keys = counted.map(({ key }) => key)
    const rows = await this.options.database.read((db) => store.selectChats(db, keys))
    const chats = new Map(rows.map((row) => [row.key, row]))
    const shown = counted.flatMap(({ key, files, bytes }) => {
      const chat = chats.get(key)
      if (!chat) return []
      const place = { id: toId<ChatId>(chat.id), kind: chat.kind }
      if (chat.kind !== 'channel') return [{ ...place, bytes: roundedUp(bytes) }]
      return [{ ...place, ...(chat.name === null ? {} : { name: chat.name }), files, bytes }]
    })
    // Private chats of the same rounded size stand by their ids, so that their order tells nothing.
    return shown.toSorted((one, other) => other.bytes - one.bytes || (one.id < other.id ? -1 : 1))
  }
}

const LEAST_BYTES = 10_000_000

/** A size with one digit. The exact sizes of a private chat and of people would tell who is in it. */
const roundedUp = (bytes: number): number => {
  if (bytes <= LEAST_BYTES) return LEAST_BYTES
  const digit = 10 ** Math.floor(Math.log10(bytes))
  return Math.ceil(bytes / digit) * digit
}
