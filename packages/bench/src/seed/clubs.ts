import { Random } from './random'
import type { Person, SeededChat, Seeder } from './seeder'

/** People in groups of nearly a hundred with many writers, and two people in very many chats. */
export interface ClubDataset {
  /** Each member is in 30 groups. */
  readonly members: readonly Person[]
  /** The groups of the first member. Only this member's sends are measured there. */
  readonly groups: readonly SeededChat[]
  /** A person in all groups. */
  readonly memberOfAll: Person
  /** A person in very many small chats. */
  readonly manyChatsUser: { readonly person: Person; readonly chats: readonly SeededChat[] }
}

export interface ClubSize {
  readonly members: number
  readonly groups: number
  readonly groupSize: number
  readonly messages: number
  readonly manyChats: number
}

const firstMs = 1_750_000_000_000
const textChars = 60
const read = 0.7

const text = (random: Random): string =>
  Array.from({ length: textChars / 6 }, () => random.of(['river', 'stone', 'cloud', 'table', 'apple'])).join(' ')

/**
 * Creates groups of consecutive people, starting over at the end: each member is in `groups * groupSize / members` of
 * them.
 */
export const seedClubDataset = (seeder: Seeder, size: ClubSize): ClubDataset => {
  const random = new Random(7)
  const members = Array.from({ length: size.members }, () => seeder.person())
  const memberOfAll = seeder.person()
  const groups = Array.from({ length: size.groups }, (_, at) => {
    const people = Array.from({ length: size.groupSize }, (_, place) => {
      const index = (at * size.groupSize + place) % size.members
      return members[index] as Person
    })
    const chat = seeder.group([...people, memberOfAll], `Club ${at}`)
    const lines = Array.from({ length: size.messages }, (_, line) => ({
      ...{ sender: random.of(people), atMs: firstMs + line * 1_000 + at },
      body: { type: 'text', text: text(random) },
    }))
    seeder.history(chat, lines)
    for (const person of people) if (random.chance(read)) seeder.read(chat, person, size.messages)
    return chat
  })
  const person = seeder.person()
  const chats = Array.from({ length: size.manyChats }, (_, at) => {
    const other = members[at % size.members] as Person
    const chat = seeder.group([other, person], `Pile ${at}`)
    seeder.messages(chat, other, 3)
    return chat
  })
  return { members, groups, memberOfAll, manyChatsUser: { person, chats } }
}
