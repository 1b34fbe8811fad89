import { databasePath } from './datasets'
import { type Person, type SeededChat, Seeder } from './seeder'

/** The sizes of the growing data. */
export interface GrowthSize {
  /** Messages of the longest chat. */
  readonly messages: number
  /** Members of the largest group. */
  readonly members: number
  /** People on the whole server. */
  readonly people: number
  /** Chats of one person. */
  readonly chats: number
  /** Acts of administrators in the audit log. */
  readonly acts: number
}

/** One person in very many chats, one chat with very many messages, and one group with very many members. */
export interface GrowthDataset {
  readonly admin: Person
  /** The owner of all groups. */
  readonly owner: Person
  readonly crowd: { readonly chat: SeededChat; readonly members: readonly Person[] }
  readonly archive: { readonly chat: SeededChat; readonly messages: number }
  readonly collector: { readonly person: Person; readonly chats: readonly SeededChat[] }
  /** A person who is in none of these chats. */
  readonly stranger: Person
  /** A network that one in a thousand registered from, and when half of the people had. */
  readonly registered: { readonly network: string; readonly halfAtMs: number }
}

const messagesEach = 3
const messagesOfCrowd = 1_000

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const seedGrowthDataset = (dataDirectory: string, size: GrowthSize): GrowthDataset => {
  const seeder = new Seeder(databasePath(dataDirectory))
  const dataset = seeder.all(() => fill(seeder, size))
  seeder.close()
  return dataset
}

const fill = (seeder: Seeder, size: GrowthSize): GrowthDataset => {
  const admin = seeder.person({ username: 'admin', name: 'Admin', admin: true, passwordHash: 'none' })
  const stranger = seeder.person({ username: 'stranger', name: 'Stranger', admin: false, passwordHash: 'none' })
  const people = times(Math.max(size.people, size.members), () => seeder.person())
  const registered = seeder.registrations()
  const [owner, writer] = people as [Person, Person]
  const members = people.slice(0, size.members)
  const crowd = seeder.group(members, 'Crowd')
  seeder.messages(crowd, writer, messagesOfCrowd)
  const archive = seeder.group([owner, writer], 'Archive')
  seeder.messages(archive, writer, size.messages)
  seeder.changes(archive, size.messages)
  const person = seeder.person()
  const chats = times(size.chats, (index) => {
    const peer = people[index % people.length] as Person
    const chat = seeder.group([peer, person])
    seeder.messages(chat, peer, messagesEach)
    return chat
  })
  seeder.acts(admin, size.acts)
  return {
    ...{ admin, owner, stranger, registered },
    crowd: { chat: crowd, members },
    archive: { chat: archive, messages: size.messages },
    collector: { person, chats },
  }
}
