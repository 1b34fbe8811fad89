import type { LocalStore } from '@parley/sdk'
import type { Appended, Database, Publication } from '@parley/server/src/storage/database'
import type { NewMessage } from '@parley/server/src/storage/schema'
import type { ProcessClock } from '@parley/server/src/testing/fake-clock'
import type { Plants } from './simulated-node'

/** Every so often, by a count of its own, so that a run with a fault repeats too. */
const everyNth = (nth: number) => {
  let count = 0
  return () => ++count % nth === 0
}

/** A database that is wrong in how it appends. */
const withAppend = (database: Database, append: (message: NewMessage) => Promise<Appended>): Database => ({
  epoch: database.epoch,
  get waiting() {
    return database.waiting
  },
  reachable: true,
  now: () => database.now(),
  write: (run) => database.write(run),
  read: (run) => database.read(run),
  stop: () => database.stop(),
  append,
})

/** Answers with the place that a message will have, and stores it a little later. */
const answerBeforeCommit = (database: Database, clock: ProcessClock): Database =>
  withAppend(database, async (message) => {
    const { seq, rev } = await database.read((db) =>
      db.selectFrom('chats').select(['seq', 'rev']).where('key', '=', message.chatKey).executeTakeFirstOrThrow(),
    )
    clock.setTimeout(() => void database.append(message), 20)
    const { id, chatId, senderId, body } = message
    const next = { seq: seq + 1, rev: rev + 1 }
    return { outcome: 'stored', message: { id, chatId, senderId, body, ...next, at: clock.now(), countable: true } }
  })

/** Answers some messages with the seq of the one before. */
const duplicateSeq = (database: Database): Database => {
  const now = everyNth(40)
  return withAppend(database, async (message) => {
    const appended = await database.append(message)
    if (appended.outcome !== 'stored' || appended.message.seq < 2 || !now()) return appended
    return { ...appended, message: { ...appended.message, seq: appended.message.seq - 1 } }
  })
}

/** Publishes some changes as if they had come with the change before: who applies that never misses them. */
const loseRev: NonNullable<Plants['publish']> = (publish) => {
  const now = everyNth(15)
  const without = (publication: Publication): Publication => {
    if (publication.kind !== 'chat' || !publication.delta.messages || !now()) return publication
    const { messages: _, ...delta } = publication.delta
    return { ...publication, delta }
  }
  return (all) => publish(all.map(without))
}

/** Counts one unread message too many in some views. */
const unreadOffByOne = () => {
  const now = everyNth(5)
  return (frame: string) =>
    frame.replace(/"unread":(\d+)/g, (whole, unread) =>
      Number(unread) > 0 && now() ? `"unread":${Number(unread) + 1}` : whole,
    )
}

/** A local store that forgets some of what was put into the outbox. */
const dropOutboxRow = (store: LocalStore): LocalStore => {
  const now = everyNth(10)
  return {
    persistent: store.persistent,
    open: () => store.open(),
    tail: (chatId) => store.tail(chatId),
    bytes: (id) => store.bytes(id),
    reset: (epoch) => store.reset(epoch),
    wipe: () => store.wipe(),
    close: () => store.close(),
    write: ({ outbox, ...write }, when) => store.write({ ...write, ...(outbox && !now() ? { outbox } : {}) }, when),
  }
}

/** Five faults that the simulation has to find. Each replaces one part by a wrong one, made anew for each run. */
export const plants: Readonly<Record<string, () => Plants>> = {
  'answer before commit': () => ({ database: answerBeforeCommit }),
  'lost rev': () => ({ publish: loseRev }),
  'duplicate seq': () => ({ database: duplicateSeq }),
  'dropped outbox row': () => ({ store: dropOutboxRow }),
  'unread off by one': () => ({ frame: unreadOffByOne() }),
}
