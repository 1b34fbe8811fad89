import { type ChatId, type MessageId, type MethodName, newUuidV7 } from '@parley/protocol'
import { type Person, TestApp } from './test-app'
import type { Told } from './verify-action'

/** The users and chats before each case. */
export interface Scene {
  readonly app: TestApp
  /** An administrator. */
  readonly alice: Person
  readonly bob: Person
  /** In no chat with the others but the world. */
  readonly carol: Person
  /** Of alice and bob. */
  readonly direct: ChatId
  /** Alice's, with bob in it and something said. */
  readonly group: ChatId
}

export const newId = () => newUuidV7() as MessageId
export const newChatId = () => newUuidV7() as ChatId
export const text = (value: string) => ({ type: 'text' as const, text: value })

export const setScene = async (): Promise<Scene & AsyncDisposable> => {
  const app = await TestApp.start()
  const setup = (await app.core.setupCode.renew()) ?? ''
  const alice = await app.person('alice', { setup })
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = newChatId()
  await alice.call('groups.create', { id: group, name: 'friends', userIds: [bob.me.id] })
  await alice.say(group, 'before carol')
  return { app, alice, bob, carol, direct: chat.id, group, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

export type Action = (scene: Scene) => Promise<unknown>
/** One action, its preparation, and its expected events. */
export interface Case {
  /** The preparation; not watched. */
  readonly given?: Action
  readonly when: Action
  /** The expected events for each user, besides being correct. */
  readonly check?: (told: (person: Person) => Told, scene: Scene) => void
}

export const silent = { chats: [], user: [] }
export const lastChats = (told: Told) => told.chats.map(({ chatId }) => chatId)
/** The kinds of the last two messages that a user received. */
export const lastBodies = (told: Told) =>
  told.chats.slice(-2).flatMap(({ messages = [] }) => messages.map(({ body }) => body.type))

/** Cases by method and form. */
export type Cases = Readonly<Partial<Record<MethodName, Readonly<Record<string, Case>>>>>
