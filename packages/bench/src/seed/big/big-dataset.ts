import { limits } from '@parley/protocol/limits'
import { databasePath } from '../datasets'
import { Random } from '../random'
import { type Line, type Person, type SeededChat, Seeder } from '../seeder'
import { landmarkSeq, someHistory } from './history'
import { type Uploaded, uploadPicture } from './pictures'
import { someName } from './texts'

/** The sizes of the data. */
export interface BigSize {
  /** Messages of the longest chat. */
  readonly messages: number
  /** The number of chats in the list of the first user, special chats included. */
  readonly chats: number
  /** Members of the largest group. */
  readonly members: number
  /** Pictures to upload. The messages of the longest chat share them. */
  readonly pictures: number
}

/** The smallest and the largest sizes. */
const bounds: Readonly<Record<keyof BigSize, readonly [least: number, most: number]>> = {
  messages: [200, 100_000_000],
  chats: [4, 100_000],
  members: [4, limits.groupMembersMax],
  pictures: [0, 10_000],
}

/** Explains in a sentence why a size is impossible; undefined for a valid one. */
export const sizeRefused = (size: BigSize): string | undefined => {
  for (const [name, [least, most]] of Object.entries(bounds)) {
    const value = size[name as keyof BigSize]
    if (!Number.isInteger(value) || value < least || value > most)
      return `${name} is a whole number from ${least} to ${most}.`
  }
  return undefined
}

export const bigSize: BigSize = { messages: 100_000, chats: 300, members: 5_000, pictures: 40 }

/** The users that you can sign in as. The first one has all chats, the second one has not read the longest chat. */
export const bigUsers = ['demo', 'test', 'admin'] as const
export const bigPassword = '111111'
/** Names of the two chats that readers search for. */
export const longestChat = 'A hundred thousand messages'
export const largestGroup = 'Five thousand people'

const hourMs = 3_600_000
const talkers = 10
/** The share of the longest chat that the second user has not read. */
const unreadShare = 0.6

/** A running server on a data directory. */
export type Started = AsyncDisposable & { readonly port: number }

export interface BigPlan {
  readonly dataDirectory: string
  readonly size: BigSize
  readonly nowMs: number
  /** Starts a server there. It creates the tables and accepts the pictures as normal uploads. */
  start(): Promise<Started>
}

interface Cast {
  readonly demo: Person
  readonly test: Person
  readonly talkers: readonly Person[]
  readonly crowd: readonly Person[]
}

/**
 * Fills an empty data directory. Texts, lengths, kinds and their order are the same each time, but ids and times
 * differ.
 */
export const seedBigDataset = async ({ dataDirectory, size, nowMs, start }: BigPlan): Promise<void> => {
  await (await start())[Symbol.asyncDispose]()
  const passwordHash = await Bun.password.hash(bigPassword, { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 })
  const made = within(dataDirectory, (seeder) => {
    const cast = gather(seeder, size, passwordHash)
    const longest = seeder.group([...cast.talkers, cast.demo, cast.test], longestChat)
    new Town({ seeder, cast, size, nowMs }).fill()
    return { cast, longest }
  })
  const server = await start()
  const pictures = await uploadAll(`http://127.0.0.1:${server.port}`, made, size.pictures)
  await server[Symbol.asyncDispose]()
  within(dataDirectory, (seeder) => fillLongest(seeder, { ...made, pictures, size, nowMs }))
}

const within = <T>(dataDirectory: string, work: (seeder: Seeder) => T): T => {
  const seeder = new Seeder(databasePath(dataDirectory))
  try {
    return seeder.all(() => work(seeder))
  } finally {
    seeder.close()
  }
}

const gather = (seeder: Seeder, size: BigSize, passwordHash: string): Cast => {
  const random = new Random(1)
  const signsIn = (username: string, name: string) =>
    seeder.person({ username, name, admin: username === 'admin', passwordHash })
  const [demo, test] = [signsIn('demo', 'Demo'), signsIn('test', 'Test')]
  signsIn('admin', 'Admin')
  const crowd = Array.from({ length: size.members - 2 }, (_, index) =>
    seeder.person({ username: `person${index + 1}`, name: someName(random), admin: false, passwordHash: 'none' }),
  )
  return { demo, test, crowd, talkers: crowd.slice(0, talkers) }
}

const ratios = [1, 1.33, 1.5, 1.78, 2.4, 0.75, 0.66, 0.56, 0.4]

const uploadAll = async (
  url: string,
  { cast, longest }: { cast: Cast; longest: SeededChat },
  count: number,
): Promise<Uploaded[]> => {
  const random = new Random(3)
  const uploaded: Uploaded[] = []
  for (let index = 0; index < count; index++) {
    const ratio = random.of(ratios) * (0.9 + random.next() * 0.2)
    const longSide = 160 + random.below(480)
    const [width, height] = ratio > 1 ? [longSide, longSide / ratio] : [longSide * ratio, longSide]
    const owner = cast.talkers[index % cast.talkers.length] as Person
    const picture = { owner, chatId: longest.id, width: Math.round(width), height: Math.round(height) }
    uploaded.push(await uploadPicture(url, picture))
  }
  return uploaded
}

interface Longest {
  readonly cast: Cast
  readonly longest: SeededChat
  readonly pictures: readonly Uploaded[]
  readonly size: BigSize
  readonly nowMs: number
}

const fillLongest = (seeder: Seeder, { cast, longest, pictures, size, nowMs }: Longest): void => {
  const count = size.messages
  const span = { firstMs: nowMs - count * 300_000, lastMs: nowMs - 60_000 }
  const lines: Line[] = someHistory({ seed: 2, count, people: [...cast.talkers, cast.demo], ...span, pictures })
  // A message near the end replies to the landmark, so its quote leads far back.
  const last = lines[count - 4]
  const text = 'Do you remember this?'
  if (last) lines[count - 4] = { ...last, body: { type: 'text', text }, answers: landmarkSeq }
  const ids = seeder.history(longest, lines)
  for (const { body } of pictures) {
    const first = lines.findIndex((line) => line.body === body)
    const messageId = ids[first]
    if (messageId !== undefined) seeder.showPicture(String(body.mediaId), messageId)
  }
  seeder.read(longest, cast.demo, count)
  seeder.read(longest, cast.test, Math.floor(count * (1 - unreadShare)))
}

/** The other chats: the largest group, and pairs and small groups with dozens of messages each. */
class Town {
  readonly #random = new Random(4)
  readonly #befriended = new Set<Person>()

  constructor(
    private readonly given: {
      readonly seeder: Seeder
      readonly cast: Cast
      readonly size: BigSize
      readonly nowMs: number
    },
  ) {}

  fill(): void {
    const { seeder, cast, size } = this.given
    const everybody = [cast.demo, cast.test, ...cast.crowd]
    const largest = seeder.group(everybody, largestGroup)
    this.#talk(largest, {
      seed: 5,
      count: Math.min(2_000, size.messages),
      people: everybody.slice(0, 60),
      agoMs: hourMs,
    })
    // The longest chat, the largest group, the world and the saved messages exist besides these.
    for (let index = 0; index < size.chats - 4; index++) {
      const stranger = index % 3 === 2 ? undefined : this.#stranger(index)
      const chat = stranger ? this.#direct(stranger) : this.#group(index)
      this.#talk(chat.chat, {
        seed: 100 + index,
        count: 40 + (index % 6) * 12,
        people: chat.people,
        agoMs: (index + 2) * 0.8 * hourMs,
      })
    }
  }

  /** A user without a direct chat with the first user; undefined when all of them have one. */
  #stranger(index: number): Person | undefined {
    const { crowd } = this.given.cast
    if (this.#befriended.size === crowd.length) return undefined
    let at = (index * 7 + talkers) % crowd.length
    while (this.#befriended.has(crowd[at] as Person)) at = (at + 1) % crowd.length
    return crowd[at]
  }

  #direct(peer: Person) {
    const { seeder, cast } = this.given
    this.#befriended.add(peer)
    seeder.friends(cast.demo, peer)
    return { chat: seeder.direct(cast.demo, peer), people: [cast.demo, peer] }
  }

  #group(index: number) {
    const { seeder, cast } = this.given
    const others = [0, 1, 2, 3].map((step) => cast.crowd[(index * 7 + talkers + step) % cast.crowd.length] as Person)
    const people = [...new Set([cast.demo, ...others])]
    return { chat: seeder.group(people, `Group ${index + 1}`), people }
  }

  #talk(
    chat: SeededChat,
    { seed, count, people, agoMs }: { seed: number; count: number; people: readonly Person[]; agoMs: number },
  ): void {
    const { seeder, cast, nowMs } = this.given
    const lastMs = nowMs - agoMs
    seeder.history(chat, someHistory({ seed, count, people, firstMs: lastMs - count * 600_000, lastMs }))
    // One chat in four has unread messages.
    const unread = this.#random.chance(0.25) ? 1 + this.#random.below(30) : 0
    for (const person of people) seeder.read(chat, person, person === cast.demo ? count - unread : count)
  }
}
