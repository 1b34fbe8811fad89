import { type MessageId, newUuidV7 } from '@parley/protocol/ids'
import { connect } from '../drive/member'
import type { GrowthDataset } from '../seed/growth-dataset'
import type { ParleyServer } from '../targets/parley'
import type { WsConnection } from '../wire/ws-connection'
import { heads, resync } from './resync'

/** A call that is repeated for the measurement. */
export interface GrowthCall {
  /** The method and its target. */
  readonly name: string
  /** The quantity that grows. */
  readonly by: 'messages' | 'members' | 'people' | 'chats' | 'acts'
  readonly call: (round: number) => Promise<unknown>
}

/** Members of the large group who are connected. */
const connected = 200
const channels = 60
const reactedTo = 100

interface Cast {
  readonly dataset: GrowthDataset
  readonly owner: WsConnection
  readonly admin: WsConnection
  readonly collector: WsConnection
  readonly stranger: WsConnection
  readonly others: readonly WsConnection[]
}

const text = (value: string) => ({ type: 'text', text: value }) as const

const gather = async (server: ParleyServer, dataset: GrowthDataset): Promise<Cast> => {
  const open = (token: string) => connect(server.place(token), {})
  const others: WsConnection[] = []
  for (const { token } of dataset.crowd.members.slice(1, connected + 1)) others.push(await open(token))
  const admin = await open(dataset.admin.token)
  for (let at = 0; at < channels; at++)
    await admin.call('channels.create', { id: newUuidV7() as never, name: `Channel ${at}` })
  return {
    ...{ dataset, others, admin },
    owner: await open(dataset.owner.token),
    collector: await open(dataset.collector.person.token),
    stranger: await open(dataset.stranger.token),
  }
}

const ofMessages = ({ dataset: { archive }, owner }: Cast): GrowthCall[] => {
  const { chat, messages } = archive
  const pages = (round: number) => 100 + ((round * 611_953) % (messages - 200))
  const held = (since: number) => ({ user: 1, last: false, chats: { [chat.id]: since } })
  const since = (behind: number) => Math.max(2, chat.rev - behind)
  return [
    {
      name: 'chats.changes, 50 revs stale',
      call: () => owner.call('chats.changes', { chatId: chat.id, since: since(50) }),
    },
    {
      name: 'chats.changes, far out of date',
      call: () => owner.call('chats.changes', { chatId: chat.id, since: since(messages) }),
    },
    { name: 'sync.pull, one chat changed', call: () => owner.call('sync.pull', held(since(50))) },
    { name: 'messages.list, newest', call: () => owner.call('messages.list', { chatId: chat.id }) },
    {
      name: 'messages.list, anywhere',
      call: (round: number) => owner.call('messages.list', { chatId: chat.id, before: pages(round) }),
    },
    {
      name: 'messages.send',
      call: () => owner.call('messages.send', { id: newUuidV7() as MessageId, chatId: chat.id, body: text('hello') }),
    },
  ].map((one) => ({ ...one, by: 'messages' as const }))
}

const ofMembers = async ({ dataset, owner, others, stranger }: Cast): Promise<GrowthCall[]> => {
  const { chat, members } = dataset.crowd
  const chatId = chat.id
  const send = async () => {
    const id = newUuidV7() as MessageId
    await owner.call('messages.send', { id, chatId, body: text('hello') })
    return id
  }
  const ids: MessageId[] = []
  while (ids.length < reactedTo) ids.push(await send())
  const idOf = (round: number) => ids[round % ids.length] as MessageId
  const promoted = members[2]?.id as never
  const [reacting] = others
  const someone = members[3]?.id as never
  await owner.call('groups.update', { chatId, joinPolicy: 'open' })
  const list = (more: object) => () => owner.call('groups.members', { chatId, ...more })
  return [
    { name: 'chats.online', call: () => owner.call('chats.online', { chatId }) },
    { name: 'groups.members, a page', call: list({}) },
    { name: 'groups.members, a page in the middle', call: list({ after: members[members.length >> 1]?.id }) },
    { name: 'groups.members, a rare name', call: list({ query: 'bench777' }) },
    { name: 'groups.members, a name of one in eighteen', call: list({ query: 'bench7' }) },
    { name: 'groups.members, a name of all members', call: list({ query: 'ben' }) },
    { name: 'chats.changes, a snapshot of the group', call: () => owner.call('chats.changes', { chatId, since: 0 }) },
    {
      name: 'groups.setRole',
      call: (round: number) =>
        owner.call('groups.setRole', { chatId, userId: promoted, role: round % 2 === 0 ? 'admin' : 'member' }),
    },
    {
      name: 'messages.edit',
      call: (round: number) => owner.call('messages.edit', { chatId, id: idOf(round), body: text(`hello ${round}`) }),
    },
    {
      name: 'messages.react',
      call: (round: number) => reacting?.call('messages.react', { chatId, id: idOf(round), emoji: '👍', on: true }),
    },
    { name: 'messages.send to the group', call: send },
    {
      name: 'groups.invite and groups.remove',
      call: async () => {
        const userId = dataset.stranger.id as never
        await owner.call('groups.invite', { chatId, userIds: [userId] })
        await owner.call('groups.remove', { chatId, userId })
      },
    },
    {
      name: 'groups.join and groups.leave',
      call: async () => {
        await stranger.call('groups.join', { chatId })
        await stranger.call('groups.leave', { chatId })
      },
    },
    {
      name: 'groups.mute',
      call: (round: number) =>
        owner.call('groups.mute', { chatId, userId: someone, forMs: round % 2 === 0 ? 60_000 : 0 }),
    },
    {
      name: 'groups.ban, groups.unban and groups.invite',
      call: async () => {
        await owner.call('groups.ban', { chatId, userId: someone })
        await owner.call('groups.unban', { chatId, userId: someone })
        await owner.call('groups.invite', { chatId, userIds: [someone] })
      },
    },
  ].map((one) => ({ ...one, by: 'members' as const, call: async (round: number) => one.call(round) }))
}

const ofPeople = ({ dataset: { registered }, admin, owner }: Cast): GrowthCall[] => {
  const { network, halfAtMs } = registered
  const users = (filter: object) => () => admin.call('admin.users', filter)
  return [
    { name: 'admin.users, a page', call: () => admin.call('admin.users', {}) },
    { name: 'admin.users, a rare name', call: () => admin.call('admin.users', { query: 'bench 777' }) },
    { name: 'admin.users, a name of all users', call: () => admin.call('admin.users', { query: 'ben' }) },
    { name: 'admin.users, disabled', call: users({ state: 'disabled' }) },
    { name: 'admin.users, closed', call: users({ state: 'closed' }) },
    { name: 'admin.users, of some time', call: users({ from: halfAtMs - 60_000, until: halfAtMs }) },
    { name: 'admin.users, of a network', call: users({ network }) },
    {
      name: 'admin.users, disabled of a network, by name and time',
      call: users({ network, state: 'disabled', query: 'bench', until: halfAtMs }),
    },
    { name: 'channels.list', call: () => owner.call('channels.list', {}) },
    { name: 'channels.list, by name', call: () => owner.call('channels.list', { query: 'channel 4' }) },
    { name: 'users.search', call: () => owner.call('users.search', { query: 'bench 77' }) },
  ].map((one) => ({ ...one, by: 'people' as const }))
}

const ofActs = ({ dataset, admin }: Cast): GrowthCall[] => {
  const byId = dataset.admin.id
  const { halfAtMs } = dataset.registered
  const userId = (round: number) => dataset.crowd.members[round % dataset.crowd.members.length]?.id
  const filters: Readonly<Record<string, (round: number) => object>> = {
    'all acts': () => ({}),
    'of some time': () => ({ until: halfAtMs }),
    'by an administrator': () => ({ byId }),
    'about a person': (round) => ({ userId: userId(round) }),
    'of a kind': () => ({ action: 'report_ended', until: halfAtMs }),
    'of a kind that is rare': () => ({ action: 'wave_cleaned' }),
    'by an administrator, about a person': (round) => ({ byId, userId: userId(round) }),
    'by an administrator, of a kind': () => ({ byId, action: 'user_enabled' }),
    'by an administrator, about a person, of a kind': (round) => ({
      ...{ byId, userId: userId(round), action: 'user_enabled', until: halfAtMs },
    }),
  }
  return Object.entries(filters).map(([name, filter]) => ({
    ...{ name: `admin.audit, ${name}`, by: 'acts', call: (round) => admin.call('admin.audit', filter(round)) },
  }))
}

const ofChats = async ({ dataset, collector }: Cast): Promise<GrowthCall[]> => {
  const { chats } = dataset.collector
  const held = new Map(await heads(collector, chats))
  const [first] = chats
  return [
    { name: 'sync.pull, nothing changed', call: () => resync(collector, held) },
    {
      name: 'chats.markRead',
      call: () => collector.call('chats.markRead', { chatId: first?.id as never, seq: 1 }),
    },
  ].map((one) => ({ ...one, by: 'chats' as const }))
}

export interface GrowthCalls {
  readonly calls: readonly GrowthCall[]
  /** Sends something on each connection, because the server closes silent ones. */
  readonly pushMessage: () => Promise<void>
  readonly close: () => void
}

/** Signs people in, and returns the calls to measure. */
export const growthCalls = async (server: ParleyServer, dataset: GrowthDataset): Promise<GrowthCalls> => {
  const cast = await gather(server, dataset)
  const calls = [
    ...ofMessages(cast),
    ...(await ofMembers(cast)),
    ...ofPeople(cast),
    ...ofActs(cast),
    ...(await ofChats(cast)),
  ]
  const all = [...cast.others, cast.owner, cast.admin, cast.collector, cast.stranger]
  const close = () => {
    for (const connection of all) connection.close()
  }
  const pushMessage = async () => {
    await Promise.all(all.map((connection) => connection.call('presence.idle', { idle: false })))
  }
  return { calls, pushMessage, close }
}
