import type { LocalStore } from '@parley/sdk'
import type { Appended, Database, Publication } from '@parley/server/src/storage/database'
import type { NewMessage } from '@parley/server/src/storage/schema'
import type { ProcessClock } from '@parley/server/src/testing/fake-clock'
import { everyNth } from './every-nth'
import { lossyStore } from './lossy-store'
import { pictureFaults } from './picture-faults'
import type { Faults } from './simulated-node'

/** A database with a faulty append. */
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
  appendMessage: append,
})

/** Returns the future place of a message, and stores the message a little later. */
const answerBeforeCommit = (database: Database, clock: ProcessClock): Database =>
  withAppend(database, async (message) => {
    const { seq, rev } = await database.read((db) =>
      db.selectFrom('chats').select(['seq', 'rev']).where('key', '=', message.chatKey).executeTakeFirstOrThrow(),
    )
    clock.setTimeout(() => void database.appendMessage(message), 20)
    const { id, chatId, senderId, body } = message
    const next = { seq: seq + 1, rev: rev + 1 }
    return { outcome: 'stored', message: { id, chatId, senderId, body, ...next, at: clock.now(), countable: true } }
  })

/** Returns some messages with the seq of the previous one. */
const duplicateSeq = (database: Database): Database => {
  const now = everyNth(40)
  return withAppend(database, async (message) => {
    const appended = await database.appendMessage(message)
    if (appended.outcome !== 'stored' || appended.message.seq < 2 || !now()) return appended
    return { ...appended, message: { ...appended.message, seq: appended.message.seq - 1 } }
  })
}

/** Publishes some changes without their messages. A client that applies such a delta never notices the loss. */
const loseRev: NonNullable<Faults['publish']> = (publish) => {
  const now = everyNth(15)
  const without = (publication: Publication): Publication => {
    if (publication.kind !== 'chat' || !publication.delta.messages || !now()) return publication
    const { messages: _, ...delta } = publication.delta
    return { ...publication, delta }
  }
  return (all) => publish(all.map(without))
}

/** Adds one to the unread count of some views. */
const unreadOffByOne = () => {
  const now = everyNth(5)
  return (frame: string) =>
    frame.replace(/"unread":(\d+)/g, (whole, unread) =>
      Number(unread) > 0 && now() ? `"unread":${Number(unread) + 1}` : whole,
    )
}

/** A local store that loses some entries of the outbox. */
const dropOutboxRow = (store: LocalStore): LocalStore => {
  const now = everyNth(10)
  return lossyStore(store, ({ outbox, ...write }) => ({ ...write, ...(outbox && !now() ? { outbox } : {}) }))
}

/** Doesn't publish the ends of sessions, so their connections stay. */
const dropSessionEnds: NonNullable<Faults['publish']> = (publish) => (all) =>
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

/** Drops some changes of presence. */
const losePresence = () => {
  const now = everyNth(4)
  return (frame: string) =>
    frame.includes('"presence.changed"') && now() ? frame.replace('"presence.changed"', '"presence.lost"') : frame
}

/** Shows some offline or invisible people as online. */
const showHidden = () => {
  const now = everyNth(5)
  return (frame: string) => frame.replaceAll('"status":"offline"', (whole) => (now() ? '"status":"online"' : whole))
}

/** Faults that the simulation has to find. Each replaces one part with a faulty one, created for each run. */
export const plantedFaults: Readonly<Record<string, () => Faults>> = {
  'answer before commit': () => ({ database: answerBeforeCommit }),
  'lost rev': () => ({ publish: loseRev }),
  'duplicate seq': () => ({ database: duplicateSeq }),
  'dropped outbox row': () => ({ store: dropOutboxRow }),
  'unread off by one': () => ({ frame: unreadOffByOne() }),
  'page with a hole': () => ({ frame: pageWithHole() }),
  'lost change of presence': () => ({ frame: losePresence() }),
  'invisible person is shown': () => ({ frame: showHidden() }),
  'revoked session stays connected': () => ({ publish: dropSessionEnds }),
  ...pictureFaults,
}
