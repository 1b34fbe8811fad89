import type { LocalStore } from '@parley/sdk'
import type { Appended, Database, Publication } from '@parley/server/src/storage/database'
import type { NewMessage } from '@parley/server/src/storage/schema'
import type { ProcessClock } from '@parley/server/src/testing/fake-clock'
import { everyNth } from './every-nth'
import { picturePlants } from './picture-plants'
import type { Plants } from './simulated-node'

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
    bytes: (id, mediaId) => store.bytes(id, mediaId),
    attached: (chatId) => store.attached(chatId),
    reset: (epoch) => store.reset(epoch),
    wipe: () => store.wipe(),
    close: () => store.close(),
    write: ({ outbox, ...write }, when) => store.write({ ...write, ...(outbox && !now() ? { outbox } : {}) }, when),
  }
}

/** Tells nobody of the ends of sessions: their connections stay. */
const deafToRevocations: NonNullable<Plants['publish']> = (publish) => (all) =>
  publish(all.filter(({ kind }) => kind !== 'ended'))

/** Leaves a message out of some pages of history. */
const pageWithHole = () => {
  const now = everyNth(6)
  return (frame: string) => {
    if (!frame.includes('"more":') || !frame.includes('"messages":[') || !now()) return frame
    const answer = JSON.parse(frame) as { result?: { messages?: unknown[] } }
    const messages = answer.result?.messages
    messages?.splice(messages.length >> 1, 1)
    return JSON.stringify(answer)
  }
}

/** Doesn't tell some changes of presence. */
const losePresence = () => {
  const now = everyNth(4)
  return (frame: string) =>
    frame.includes('"presence.changed"') && now() ? frame.replace('"presence.changed"', '"presence.lost"') : frame
}

/** Shows some people as online who are offline or invisible. */
const showHidden = () => {
  const now = everyNth(5)
  return (frame: string) => frame.replaceAll('"status":"offline"', (whole) => (now() ? '"status":"online"' : whole))
}

/** Faults that the simulation has to find. Each replaces one part by a wrong one, made anew for each run. */
export const plants: Readonly<Record<string, () => Plants>> = {
  'answer before commit': () => ({ database: answerBeforeCommit }),
  'lost rev': () => ({ publish: loseRev }),
  'duplicate seq': () => ({ database: duplicateSeq }),
  'dropped outbox row': () => ({ store: dropOutboxRow }),
  'unread off by one': () => ({ frame: unreadOffByOne() }),
  'page with a hole': () => ({ frame: pageWithHole() }),
  'lost change of presence': () => ({ frame: losePresence() }),
  'hidden person is shown': () => ({ frame: showHidden() }),
  'revoked session stays connected': () => ({ publish: deafToRevocations }),
  ...picturePlants,
}
