import type { Chat, ChatId, Me, Message, MessageId, MethodName, Params, Result, UserId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { callHttp, proven } from '../../lib/people'

export const password = 'plum tractor under seven clouds'
/** Concurrent sends while seeding, so that one commit stores many messages. */
const sendsAtOnce = 50

/** A person with an account, who acts over HTTP without a browser. */
export class Person {
  readonly url: string
  readonly username: string
  readonly name: string
  readonly id: UserId
  readonly token: string

  private constructor(url: string, user: Me, token: string) {
    this.url = url
    this.username = user.username
    this.name = user.name
    this.id = user.id
    this.token = token
  }

  /** Creates an account; with the code of a setup link, that of the first administrator. */
  static async register(url: string, who: { username: string; name: string; setup?: string }): Promise<Person> {
    const { user, session } = await callHttp(url, {
      method: 'accounts.register',
      params: await proven(url, { ...who, password }),
    })
    return new Person(url, user, session.token)
  }

  /** Signs in with an existing account. */
  static async signIn(url: string, who: { login: string; password: string }): Promise<Person> {
    const { user, session } = await callHttp(url, { method: 'accounts.login', params: who })
    return new Person(url, user, session.token)
  }

  /** Another session of the same account. */
  again(): Promise<Person> {
    return Person.signIn(this.url, { login: this.username, password })
  }

  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    return callHttp(this.url, { method, params, token: this.token })
  }

  async direct(other: Person): Promise<ChatId> {
    return (await this.call('chats.direct', { userId: other.id })).chat.id
  }

  /** Makes both people friends: each sends a request. Their chat begins with a greeting. */
  async befriend(other: Person): Promise<ChatId> {
    await this.call('friends.request', { userId: other.id })
    await other.call('friends.request', { userId: this.id })
    return this.direct(other)
  }

  async group(name: string, others: readonly Person[]): Promise<Chat> {
    const id = newUuidV7() as ChatId
    return (await this.call('groups.create', { id, name, userIds: others.map(({ id }) => id) })).chat
  }

  send(chatId: ChatId, text: string): Promise<Message> {
    return this.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })
  }

  /** Sends a text that mentions people, or everyone. */
  mention(
    chatId: ChatId,
    text: string,
    named: Pick<Params<'messages.send'>, 'mentions' | 'mentionsAll'>,
  ): Promise<Message> {
    return this.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text }, ...named })
  }

  /** Sends a reply to another message. */
  answer(chatId: ChatId, text: string, { id, seq }: Pick<Message, 'id' | 'seq'>): Promise<Message> {
    const body = { type: 'text', text } as const
    return this.call('messages.send', { id: newUuidV7() as MessageId, chatId, body, replyTo: { id, seq } })
  }

  /** Sends many texts quickly. Their order in the chat is not that of `texts`. */
  async sendMany(chatId: ChatId, texts: readonly string[]): Promise<void> {
    for (let at = 0; at < texts.length; at += sendsAtOnce)
      await Promise.all(texts.slice(at, at + sendsAtOnce).map((text) => this.send(chatId, text)))
  }

  /** Every stored text of a chat, oldest first. */
  async texts(chatId: ChatId): Promise<string[]> {
    const texts: string[] = []
    for (let after = 0; ; ) {
      const page = await this.call('messages.list', { chatId, after, limit: 100 })
      texts.push(...page.messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : [])))
      after = page.messages.at(-1)?.seq ?? after
      if (!page.more) return texts
    }
  }

  /** Marks all messages up to `seq` as read. */
  read(chatId: ChatId, seq: number): Promise<unknown> {
    return this.call('chats.markRead', { chatId, seq })
  }
}

const words = 'the quiet river carries a small paper boat past green hills and sleepy towns until evening comes'.split(
  ' ',
)

/** Numbered texts of mixed length: one line to several, some Chinese. */
export const mixedTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => {
    const length = [3, 6, 2, 18, 4, 9, 1, 40][at % 8] ?? 3
    const text = Array.from({ length }, (_, word) => words[(at * 7 + word) % words.length]).join(' ')
    return at % 11 === 5 ? `${at} 今天天气很好，我们去河边走走吧。` : `${at} ${text}`
  })
