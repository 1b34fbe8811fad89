import { type ChatId, type MediaId, type Message, type MessageId, newUuidV7, type Params } from '@parley/protocol'
import type { Random } from '../random'
import { type Person, Refused, type TestApp } from '../test-app'

/** An upload that may still be sent. */
export interface Unsent {
  readonly owner: Person
  readonly chatId: ChatId
  readonly mediaId: MediaId
  readonly type: 'image' | 'video' | 'voice' | 'file'
}

/** Alice, bob and carol, their chats, and what they did so far. */
export interface Scene {
  readonly app: TestApp
  readonly random: Random
  readonly people: readonly Person[]
  /** The members of each chat. */
  readonly chats: readonly { readonly id: ChatId; readonly people: readonly Person[]; readonly isGroup: boolean }[]
  readonly unsent: Unsent[]
  readonly messages: { readonly sender: Person; readonly message: Message }[]
}

/** Two direct chats, a group, and alice's saved messages. */
export const openScene = async (app: TestApp, random: Random): Promise<Scene> => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Kites', userIds: [bob.me.id, carol.me.id] })
  const direct = async (one: Person, other: Person) => ({
    id: (await one.call('chats.direct', { userId: other.me.id })).chat.id,
    people: one === other ? [one] : [one, other],
    isGroup: false,
  })
  const people = [alice, bob, carol]
  const chats = [
    await direct(alice, bob),
    await direct(bob, carol),
    await direct(alice, alice),
    { id: group, people, isGroup: true },
  ]
  return { app, random, people, chats, unsent: [], messages: [] }
}

/** Refusals that people get who do all of this at the same time. */
const expected: ReadonlySet<string> = new Set([
  ...['not_found', 'retracted', 'conflict', 'forbidden', 'invalid_params', 'rate_limited'],
])

/** The result, or undefined for a refusal that such a race explains. */
export const attempt = async <T>(doing: Promise<T>): Promise<T | undefined> => {
  try {
    return await doing
  } catch (error) {
    const code = error instanceof Refused ? error.code : (error as { failure?: string }).failure
    if (code !== undefined && expected.has(code)) return undefined
    throw error
  }
}

/** Sends a body and remembers the message. */
export const send = async (
  scene: Scene,
  sender: Person,
  message: Omit<Params<'messages.send'>, 'id'> & { readonly id?: MessageId },
): Promise<void> => {
  const sent = await attempt(sender.call('messages.send', { id: newUuidV7() as MessageId, ...message }))
  if (sent) scene.messages.push({ sender, message: sent })
}
