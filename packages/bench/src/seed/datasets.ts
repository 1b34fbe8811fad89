/** The datasets for the measurements. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Person, type SeededChat, Seeder } from './seeder'

/** The SQLite file that a server created in its data directory. */
export const databasePath = (dataDirectory: string): string => {
  const name = readdirSync(dataDirectory, { recursive: true, encoding: 'utf8' }).find((file) =>
    /\.(db|sqlite3?)$/.test(file),
  )
  if (name === undefined) throw new Error('the server left no database in its data directory')
  return join(dataDirectory, name)
}

export const withSeeder = <T>(dataDirectory: string, work: (seeder: Seeder) => T): T => {
  const seeder = new Seeder(databasePath(dataDirectory))
  const result = seeder.all(() => work(seeder))
  seeder.close()
  return result
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** People who write a lot: pairs with direct chats, and a group of all people. */
export interface BusyDataset {
  people: Person[]
  pairs: { chat: SeededChat; sender: Person; peer: Person }[]
  room: SeededChat
}

export const seedBusyDataset = (dataDirectory: string, size: { people: number; pairs: number }): BusyDataset =>
  withSeeder(dataDirectory, (seeder) => {
    const people = times(size.people, () => seeder.person())
    const pairs = times(size.pairs, (index) => {
      const sender = people[index * 2] as Person
      const peer = people[index * 2 + 1] as Person
      return { sender, peer, chat: seeder.direct(sender, peer) }
    })
    return { people, pairs, room: seeder.group(people) }
  })

/** People in very many small groups. */
export interface ManyGroupsDataset {
  people: Person[]
  chats: number
}

/** Groups of two neighbours in a ring, until there are enough groups. */
export const seedManyGroupsDataset = (
  dataDirectory: string,
  size: { people: number; chats: number },
): ManyGroupsDataset =>
  withSeeder(dataDirectory, (seeder) => {
    const people = times(size.people, () => seeder.person())
    for (let made = 0; made < size.chats; made++)
      seeder.group([people[made % size.people] as Person, people[(made + 1) % size.people] as Person])
    return { people, chats: size.chats }
  })

/** Many people who are in some chats each and mostly read. */
export interface CrowdDataset {
  people: Person[]
  /** The chats of each person, in the order of people. */
  chatsOf: SeededChat[][]
  /** A person in very many chats. */
  collector: { person: Person; chats: SeededChat[] }
  /** A chat with a long history, and a member of it. */
  archive: { chat: SeededChat; reader: Person; messages: number }
}

export interface CrowdSize {
  people: number
  chatsEach: number
  groupSize: number
  collectedChats: number
  archivedMessages: number
}

const messagesEach = 3

export const seedCrowdDataset = (dataDirectory: string, size: CrowdSize): CrowdDataset =>
  withSeeder(dataDirectory, (seeder) => {
    const people = times(size.people, () => seeder.person())
    const chatsOf = people.map((): SeededChat[] => [])
    // One of the chats is the person's saved messages.
    for (let round = 1; round < size.chatsEach; round++) groupAll(seeder, { people, chatsOf, size, round })
    const collector = seeder.person()
    const chats = times(size.collectedChats, (index) => {
      const chat = seeder.group([people[index] as Person, collector])
      seeder.messages(chat, people[index] as Person, messagesEach)
      return chat
    })
    const archive = seeder.group([people[0] as Person, people[1] as Person])
    seeder.messages(archive, people[1] as Person, size.archivedMessages)
    return {
      people,
      chatsOf,
      collector: { person: collector, chats },
      archive: { chat: archive, reader: people[0] as Person, messages: size.archivedMessages },
    }
  })

/** Puts all people into one more group, with other neighbours each round. */
const groupAll = (
  seeder: Seeder,
  dataset: { people: readonly Person[]; chatsOf: SeededChat[][]; size: CrowdSize; round: number },
): void => {
  const { people, size, round } = dataset
  const order = shuffled(people.length, round)
  for (let at = 0; at < order.length; at += size.groupSize) {
    const part = order.slice(at, at + size.groupSize)
    const members = part.map((index) => people[index] as Person)
    const [first] = members
    if (first === undefined) continue
    const chat = seeder.group(members)
    seeder.messages(chat, first, messagesEach)
    for (const index of part) dataset.chatsOf[index]?.push(chat)
  }
}

/**
 * The numbers below `count` in an order that follows from `seed` (Fisher and Yates, with a linear congruential
 * generator).
 */
const shuffled = (count: number, seed: number): number[] => {
  const order = times(count, (index) => index)
  let state = seed
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = Math.floor((state / 2 ** 32) * (at + 1))
    const held = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = held
  }
  return order
}
