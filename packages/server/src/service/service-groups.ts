import type { Chat, ChatId, Input, Result } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import type { Chats } from '../chats/chats'
import type { Friendships } from '../friends/friendships'
import type { Arrivals } from '../groups/arrivals'
import type { Departures } from '../groups/departures'
import type { ServiceCaller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Queries, Transaction } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import { refuseClosed } from '../users/closed-users'
import type { UserRef } from '../users/users'
import { selectAccounts } from './external-store'
import { insertServiceChat, isServiceChat } from './service-chats-store'

export interface ServiceGroupsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly chats: Pick<Chats, 'openDirectIn'>
  readonly friendships: Pick<Friendships, 'refuseBlocked'>
  readonly arrivals: Pick<Arrivals, 'add'>
  readonly departures: Pick<Departures, 'depart'>
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
  /** The most members of a group on this server. */
  readonly maxMembers: number
}

/** Groups and direct chats that services make, whatever the friendships of their members are. */
export class ServiceGroups {
  constructor(private readonly options: ServiceGroupsOptions) {}

  /** Creates a group; the same id again returns the present group. */
  async create({ token }: ServiceCaller, input: Input<'service.createGroup'>): Promise<Chat> {
    const { access, changes, database, maxMembers, sendRules } = this.options
    await sendRules.know()
    return database.write(async (tx) => {
      const [owner, ...others] = await peopleOf(tx.db, [input.owner, ...input.members])
      if (!owner) throw fail('not_found', { field: 'owner' })
      const people = [owner, ...others]
      const keys = people.map(({ key }) => key)
      await tx.lock({ users: keys })
      const existing = await access.findCommonRange(tx.db, input.id)
      if (existing) return this.repeated(tx, existing.row)
      sendRules.checkTexts({ name: input.name })
      await refuseClosed(tx.db, keys, 'members')
      if (people.length > maxMembers) throw fail('group_full')
      const added = others.length > 0 ? { userIds: others.map(({ id }) => id) } : {}
      const { chat, row } = await changes.createChat(tx, {
        ...{ id: input.id, kind: 'group', name: input.name, owner, members: people, maxMembers },
        system: { sender: owner, body: { type: 'system', event: 'group_created', ...added }, via: token.name },
      })
      await insertServiceChat(tx.db, row.key, tx.now)
      return chat
    })
  }

  /** Adds users; present members stay unchanged. */
  add({ token }: ServiceCaller, input: Input<'service.addMembers'>): Promise<Result<'service.addMembers'>> {
    return this.inGroup(input, async (tx, { chat, people, present }) => {
      const newcomers = people.filter(({ key }) => !present.has(key))
      if (newcomers.length === 0) return { userIds: [] }
      await refuseClosed(
        tx.db,
        newcomers.map(({ key }) => key),
        'externalIds',
      )
      const by = await ownerOf(tx.db, chat, newcomers)
      await this.options.arrivals.add(tx, { chat, people: newcomers, by, event: 'members_added', via: token.name })
      return { userIds: newcomers.map(({ id }) => id) }
    })
  }

  /** Removes users; the owner stays. */
  remove({ token }: ServiceCaller, input: Input<'service.removeMembers'>): Promise<Result<'service.removeMembers'>> {
    return this.inGroup(input, async (tx, { chat, people, present }) => {
      const leaving = people.filter(({ key }) => present.has(key))
      if (leaving.some(({ key }) => key === chat.owner_key)) throw fail('forbidden', { field: 'externalIds' })
      const me = await ownerOf(tx.db, chat, leaving)
      for (const user of leaving)
        await this.options.departures.depart(
          tx,
          { chat, chatId: input.chatId, me },
          { user, event: 'member_removed', via: token.name },
        )
      return { userIds: leaving.map(({ id }) => id) }
    })
  }

  /** The direct chat of two users, created if there is none. */
  direct({ externalIds }: Input<'service.openDirect'>): Promise<Chat> {
    const { chats, database, friendships } = this.options
    return database.write(async (tx) => {
      const [one, other] = await peopleOf(tx.db, externalIds)
      if (!one || !other)
        throw fail('invalid_params', { field: 'externalIds', message: 'externalIds: must be two people.' })
      await tx.lock({ users: [one.key, other.key] })
      await friendships.refuseBlocked(tx.db, [one.key, other.key])
      await refuseClosed(tx.db, [one.key, other.key], 'externalIds')
      const { chat } = await chats.openDirectIn(tx, [one, other])
      return chat
    })
  }

  private async inGroup<T>(
    { chatId, externalIds }: { readonly chatId: ChatId; readonly externalIds: readonly string[] },
    act: (tx: Transaction, group: GroupOfService) => Promise<T>,
  ): Promise<T> {
    const { access, database } = this.options
    return database.write(async (tx) => {
      const people = await peopleOf(tx.db, externalIds)
      const found = await access.findCommonRange(tx.db, chatId)
      if (found?.kind !== 'group' || !(await isServiceChat(tx.db, found.chatKey)))
        throw fail('not_found', { field: 'chatId' })
      const keys = people.map(({ key }) => key)
      await tx.lock({ users: keys })
      await tx.lock({ chats: [found.chatKey] })
      const held = await access.findCommonRange(tx.db, chatId)
      if (!held) throw fail('not_found', { field: 'chatId' })
      if (held.row.dissolved_at !== null) throw fail('dissolved')
      return act(tx, { chat: held.row, people, present: await access.presentAmong(tx.db, chatId, keys) })
    })
  }

  private async repeated(tx: Transaction, row: ChatRow): Promise<Chat> {
    if (row.kind !== 'group' || !(await isServiceChat(tx.db, row.key))) throw fail('conflict')
    return this.options.changes.toChat(tx, row)
  }
}

/** A locked group of a service, with locked people. */
interface GroupOfService {
  readonly chat: ChatRow
  readonly people: readonly UserRef[]
  /** The keys of those who are in the group. */
  readonly present: ReadonlySet<number>
}

/** The accounts of external ids, each once. */
const peopleOf = async (db: Queries, externalIds: readonly string[]): Promise<UserRef[]> => {
  const wanted = [...new Set(externalIds)]
  const found = await selectAccounts(db, wanted)
  return wanted.map((externalId) => {
    const row = found.get(externalId)
    if (!row) throw fail('not_found', { message: `No user has the external id ${JSON.stringify(externalId)}.` })
    return { key: row.key, id: toId(row.id) }
  })
}

/** The owner, in whose name the group tells of a change; one of the people where the owner is gone. */
const ownerOf = async (db: Queries, { owner_key: key }: ChatRow, people: readonly UserRef[]): Promise<UserRef> => {
  const id = key === null ? undefined : (await userIds(db, [key])).get(key)
  const [first] = people
  if (key !== null && id) return { key, id }
  if (!first) throw fail('not_found')
  return first
}
