import {
  type ChatId,
  type MediaId,
  type MessageBody,
  type MessageId,
  type MethodName,
  newUuidV7,
  type Params,
  type ReplyTo,
  type Result,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import type { Core } from '../../core'
import type { Caller, Stranger } from '../../lib/caller'
import { newSecret } from '../../lib/secret'
import type { Database } from '../../storage/database'
import cabin from './cabin.txt' with { type: 'text' }
import { cast, demoPassword, demoUsers, groups } from './cast'
import direct from './direct.txt' with { type: 'text' }
import hotpot from './hotpot.txt' with { type: 'text' }
import { type Line, type Talk, talksOf } from './script'
import { avatarOf, photoOf, soundOf } from './shown-files'
import world from './world.txt' with { type: 'text' }

/** A clock that shows the time of what is being told. */
export interface StoryClock {
  set(ms: number): void
}

export interface Stage {
  readonly core: Core
  readonly database: Database
  readonly clock: StoryClock
  readonly nowMs: number
}

const DAY_MS = 24 * 3_600_000
/** All accounts are older than the first message. */
const REGISTERED_AGO_MS = 7 * DAY_MS
/** Between two lines of a talk. */
const PAUSE_MS = 47_000

/** Fills the demo through ordinary calls. */
export const fillDemo = async (stage: Stage): Promise<void> => {
  stage.clock.set(stage.nowMs - REGISTERED_AGO_MS)
  const story = new Story(stage)
  await story.gather()
  await story.portray()
  for (const talk of talksOf([cabin, hotpot, direct, world], stage.nowMs)) await story.tell(talk)
  await story.arrange()
  await story.leave()
}

class Story {
  private readonly people = new Map<string, Caller>()
  private readonly chats = new Map<string, ChatId>([['world', WORLD_CHAT_ID]])

  constructor(private readonly stage: Stage) {}

  /** Registers all people, makes them friends, and opens the chats. */
  async gather(): Promise<void> {
    for (const { username, name } of cast) this.people.set(username, await this.register(username, name))
    for (const { username, friends } of cast)
      for (const friend of friends) {
        await this.call(username, 'friends.request', { userId: this.idOf(friend) })
        await this.call(friend, 'friends.answer', { userId: this.idOf(username), accept: true })
      }
    await this.call('lin', 'friends.request', { userId: this.idOf('test'), note: '你好，我是 Demo 的朋友小林' })
    for (const [key, { name, members }] of Object.entries(groups)) {
      const [owner = '', ...others] = members
      const id = newUuidV7(this.stage.nowMs) as ChatId
      await this.call(owner, 'groups.create', { id, name, userIds: others.map((other) => this.idOf(other)) })
      this.chats.set(key, id)
    }
  }

  /** Gives people and groups their pictures. */
  async portray(): Promise<void> {
    for (const { username } of cast) {
      const avatar = await this.avatar(username, username)
      if (avatar) await this.call(username, 'accounts.update', { avatar })
    }
    for (const [key, { members }] of Object.entries(groups)) {
      const [owner = ''] = members
      const avatar = await this.avatar(owner, key)
      const chatId = await this.chatOf(key)
      if (avatar) await this.call(owner, 'groups.update', { chatId, avatar })
    }
  }

  async tell({ chat, beginsAtMs, lines }: Talk): Promise<void> {
    const chatId = await this.chatOf(chat)
    const said: ReplyTo[] = []
    for (const [at, line] of lines.entries()) {
      const saidAtMs = beginsAtMs + at * PAUSE_MS
      this.stage.clock.set(saidAtMs)
      const replyTo = line.answers === undefined ? undefined : said.at(-line.answers)
      const body = await this.bodyOf(line, chatId)
      const id = newUuidV7() as MessageId
      const { seq } = await this.call(line.who, 'messages.send', { id, chatId, body, ...(replyTo ? { replyTo } : {}) })
      said.push({ id, seq })
      await this.respond(line, { chatId, id, saidAtMs })
    }
    await this.read(chatId, { lines, beginsAtMs })
  }

  /** The settings in Demo's chat list: a pinned chat, a silenced chat and a draft. */
  async arrange(): Promise<void> {
    const cabinId = await this.chatOf('cabin')
    const hotpotId = await this.chatOf('hotpot')
    await this.call('demo', 'chats.pin', { chatId: cabinId, pinned: true })
    await this.call('demo', 'chats.notify', { chatId: hotpotId, silence: 'forever' })
    const draft = { text: 'The photos are wonderful! Can you send me the one with the' }
    await this.call('demo', 'chats.draft', { chatId: await this.chatOf('demo+sofia'), draft })
  }

  /** Sets the passwords of the demo accounts, and ends the sessions of the script. */
  async leave(): Promise<void> {
    const { core, database, clock, nowMs } = this.stage
    clock.set(nowMs)
    for (const username of this.people.keys()) await this.call(username, 'accounts.logout', {})
    for (const username of demoUsers) {
      const password_hash = await core.passwords.hash(demoPassword)
      await database.write(({ db }) =>
        db.updateTable('users').set({ password_hash }).where('username', '=', username).execute(),
      )
    }
  }

  /** Marks a chat as read for its senders. Today's messages to Demo stay unread. */
  private async read(chatId: ChatId, { lines, beginsAtMs }: Omit<Talk, 'chat'>): Promise<void> {
    const speakers = [...new Set(lines.map(({ who }) => who))]
    const [first = ''] = speakers
    const { messages } = await this.call(first, 'messages.list', { chatId, limit: 1 })
    const lastSeq = messages.at(-1)?.seq ?? 0
    for (const who of speakers) {
      const isNews = beginsAtMs > this.stage.nowMs - DAY_MS / 2 && lines.at(-1)?.who !== who
      const open = isNews && who === 'demo' && chatId !== WORLD_CHAT_ID ? 1 : 0
      await this.call(who, 'chats.markRead', { chatId, seq: Math.max(0, lastSeq - open) })
    }
  }

  /** Reactions come one second after the other: those within a moment would be stored together. */
  private async respond({ reactions, pinnedBy }: Line, { chatId, id, saidAtMs }: Said): Promise<void> {
    let atMs = saidAtMs
    for (const { emoji, by } of reactions)
      for (const who of by) {
        atMs += 1_000
        this.stage.clock.set(atMs)
        await this.call(who, 'messages.react', { chatId, id, emoji, on: true })
      }
    if (pinnedBy !== undefined) await this.call(pinnedBy, 'messages.pin', { chatId, id, pinned: true })
  }

  /** The message body of a line. Uploads its files. */
  private async bodyOf({ who, text, shown }: Line, chatId: ChatId): Promise<MessageBody> {
    if (!shown) return { type: 'text', text }
    const [first = ''] = shown.names
    if (shown.kind === 'voice') {
      const { bytes, ...heard } = await soundOf(first)
      const announced = { ...heard, kind: 'voice', mime: 'audio/wav', name: `${first}.wav` } as const
      return { type: 'voice', mediaId: await this.upload(who, bytes, { chatId, ...announced }) }
    }
    const ids: MediaId[] = []
    for (const name of shown.names)
      ids.push(await this.upload(who, await photoOf(name), { chatId, name: `${name}.webp` }))
    const [mediaId] = ids
    const caption = text === '' ? {} : { caption: text }
    if (shown.kind === 'photo' && mediaId) return { type: 'image', mediaId, ...caption }
    return { type: 'album', items: ids, ...caption }
  }

  private async avatar(owner: string, of: string): Promise<MediaId | undefined> {
    const bytes = await avatarOf(of)
    return bytes && this.upload(owner, bytes, { name: 'avatar.webp' })
  }

  private async upload(who: string, bytes: Uint8Array, announced: Announced): Promise<MediaId> {
    const id = newUuidV7() as MediaId
    await this.call(who, 'media.create', { id, size: bytes.byteLength, ...announced })
    await this.stage.core.media.uploads.receive(this.actor(who), id, { body: whole(bytes) })
    return id
  }

  private async chatOf(key: string): Promise<ChatId> {
    const known = this.chats.get(key)
    if (known !== undefined) return known
    const [one = '', other = ''] = key.split('+')
    const { chat } = await this.call(one, 'chats.direct', { userId: this.idOf(other) })
    this.chats.set(key, chat.id)
    return chat.id
  }

  private async register(username: string, name: string): Promise<Caller> {
    const { core } = this.stage
    const params = { username, name, password: newSecret(16) }
    const { session } = await this.run({ ...stranger }, 'accounts.register', params)
    if (username === cast[0]?.username) await core.admin.grant(username)
    const known = await core.sessions.authenticate(session.token)
    if (!known) throw new Error(`${username} could not sign in`)
    return { ...stranger, ...known }
  }

  private idOf(username: string): UserId {
    return this.actor(username).userId
  }

  private actor(username: string): Caller {
    const found = this.people.get(username)
    if (!found) throw new Error(`no one has the username ${username}`)
    return found
  }

  private call<N extends MethodName>(username: string, method: N, params: Params<N>): Promise<Result<N>> {
    return this.run(this.actor(username), method, params)
  }

  private async run<N extends MethodName>(who: Caller | Stranger, method: N, params: Params<N>): Promise<Result<N>> {
    const call = { method, params, who, bytes: 0, requestId: 'demo', transport: 'http' } as const
    return (await this.stage.core.dispatch.call(call)) as Result<N>
  }
}

type Announced = Omit<Params<'media.create'>, 'id' | 'size'>

interface Said {
  readonly chatId: ChatId
  readonly id: MessageId
  readonly saidAtMs: number
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const stranger: Stranger = { address: '127.0.0.1', device: 'Demo', origin: 'http://localhost' }
