import {
  type ChatId,
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
import { type Talk, talksOf } from './script'
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
/** Everybody was there before the first word. */
const registeredAgoMs = 7 * DAY_MS
/** Between two lines of a talk. */
const pauseMs = 47_000

/** Tells the whole story, through the calls that everybody makes. */
export const fillDemo = async (stage: Stage): Promise<void> => {
  stage.clock.set(stage.nowMs - registeredAgoMs)
  const story = new Story(stage)
  await story.gather()
  for (const talk of talksOf([cabin, hotpot, direct, world], stage.nowMs)) await story.tell(talk)
  await story.leave()
}

class Story {
  private readonly people = new Map<string, Caller>()
  private readonly chats = new Map<string, ChatId>([['world', WORLD_CHAT_ID]])

  constructor(private readonly stage: Stage) {}

  /** Registers everybody, makes them friends, and opens the chats. */
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

  async tell({ chat, beginsAtMs, lines }: Talk): Promise<void> {
    const chatId = await this.chatOf(chat)
    const said: ReplyTo[] = []
    for (const [at, { who, text, answers }] of lines.entries()) {
      this.stage.clock.set(beginsAtMs + at * pauseMs)
      const replyTo = answers === undefined ? undefined : said.at(-answers)
      const { id, seq } = await this.call(who, 'messages.send', {
        ...{ id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } },
        ...(replyTo ? { replyTo } : {}),
      })
      said.push({ id, seq })
    }
    await this.read(chatId, lines)
  }

  /** Lets those in who can sign in, and ends the sessions that the story was told in. */
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

  /** Whoever spoke has read; what was said last is left unread for the others. */
  private async read(chatId: ChatId, lines: Talk['lines']): Promise<void> {
    const speakers = [...new Set(lines.map(({ who }) => who))]
    const [first = ''] = speakers
    const { messages } = await this.call(first, 'messages.list', { chatId, limit: 1 })
    const lastSeq = messages.at(-1)?.seq ?? 0
    for (const [at, who] of speakers.entries()) {
      const open = who === 'demo' && at > 0 && chatId !== WORLD_CHAT_ID ? 2 : 0
      await this.call(who, 'chats.markRead', { chatId, seq: Math.max(0, lastSeq - open) })
    }
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
    if (!found) throw new Error(`nobody is called ${username}`)
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

const stranger: Stranger = { address: '127.0.0.1', device: 'Demo', origin: 'http://localhost' }
