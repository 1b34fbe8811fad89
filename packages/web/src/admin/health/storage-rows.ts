import type { Result, User } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Client } from '@parley/sdk/api'
import type { T } from '../../i18n'

type Storage = Result<'admin.storage'>

/** A person or a chat with its files. */
export interface StorageRow {
  /** The place in the list, from 0. */
  readonly place: number
  readonly id: string
  /** The person, for people. */
  readonly user?: User
  /** The name of a chat. */
  readonly name?: string
  /** Undefined for private chats. */
  readonly files: number | undefined
  readonly bytes: number
}

const chatName = (t: T, { id, kind, name }: Storage['chats'][number]): string => {
  if (id === WORLD_CHAT_ID) return t('world')
  if (name !== undefined) return name
  const end = id.slice(-8)
  return kind === 'direct' ? t('storageDirect', { end }) : t('storageGroup', { end })
}

/** One page of the people or the chats with the most files, and the totals. */
export const loadStorage = async (
  t: T,
  client: Client,
  { by, after }: { readonly by: 'people' | 'chats'; readonly after: StorageRow | undefined },
) => {
  const skip = after ? after.place + 1 : 0
  const { people, chats, more, ...counted } = await client.call('admin.storage', { by, skip })
  const rows: StorageRow[] = [
    ...people.map(({ user, ...files }) => ({ id: user.id, user, ...files })),
    ...chats.map((chat) => ({ id: chat.id, name: chatName(t, chat), files: chat.files, bytes: chat.bytes })),
  ].map((row, at) => ({ ...row, place: skip + at }))
  return { page: { rows, more }, counted }
}
