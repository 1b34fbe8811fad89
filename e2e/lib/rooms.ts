import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { audit, history } from './audit'
import { callHttp, type Person, registerAll } from './people'
import { Sender } from './senders'

/** A chat and some people who write in it. The first person reads it for the audit. */
export interface Room {
  readonly chatId: ChatId
  readonly people: readonly Person[]
}

const direct = async (url: string, [from, to]: readonly [Person, Person]): Promise<Room> => {
  const { chat } = await callHttp(url, {
    method: 'chats.direct',
    params: { userId: to.userId },
    token: from.token,
  })
  return { chatId: chat.id, people: [from, to] }
}

const group = async (url: string, [owner, ...others]: readonly [Person, ...Person[]]): Promise<Room> => {
  const id = newUuidV7() as ChatId
  const params = { id, name: 'everybody', userIds: others.map(({ userId }) => userId) }
  await callHttp(url, { method: 'groups.create', params, token: owner.token })
  return { chatId: id, people: [owner, ...others] }
}

/** Creates a group and a direct chat for each two neighbours, and adds the world. */
export const createRooms = async (url: string, peopleCount: number): Promise<Room[]> => {
  const names = Array.from({ length: peopleCount }, (_, at) => `person${at}`)
  const people = await registerAll(url, names)
  const [first, ...rest] = people
  if (!first) throw new Error('There are no people.')
  const rooms = [await group(url, [first, ...rest]), { chatId: WORLD_CHAT_ID, people }]
  for (const [at, person] of people.entries()) {
    const next = people[at + 1]
    if (at % 2 === 0 && next) rooms.push(await direct(url, [person, next]))
  }
  return rooms
}

/** Senders for the people of some rooms. Each writes to all rooms of their person. */
export const makeSenders = (
  rooms: readonly Room[],
  { count, seed, pauseMs = 0 }: { count: number; seed: number; pauseMs?: number },
): Sender[] => {
  const people = rooms[0]?.people ?? []
  return Array.from({ length: count }, (_, at) => {
    const person = people[at % people.length]
    if (!person) throw new Error('There are no people.')
    const chats = rooms.filter((room) => room.people.includes(person)).map(({ chatId }) => chatId)
    return new Sender({ name: `sender ${at}`, token: person.token, chats, pauseMs }, seed + at)
  })
}

/** The problems of all rooms, compared with what the senders know. */
export const auditRooms = async (
  url: string,
  rooms: readonly Room[],
  senders: readonly Sender[],
): Promise<string[]> => {
  const wrong: string[] = []
  for (const { chatId, people } of rooms) {
    const messages = await history(url, { token: people[0]?.token ?? '', chatId })
    // A group begins with a system message about its creation.
    wrong.push(...audit(chatId, messages, senders).map((what) => `${chatId}: ${what}`))
  }
  return wrong
}
