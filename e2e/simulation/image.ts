import { Database as BunDatabase } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  limits,
  type MediaId,
  type MessageId,
  type MethodName,
  newUuidV7,
  type Params,
  type Result,
  type SessionId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { InProcessBus } from '@parley/server/src/bus/in-process'
import { type Core, createCore } from '@parley/server/src/core'
import { type Caller, SignedIn, type Stranger } from '@parley/server/src/lib/caller'
import { silentLogger } from '@parley/server/src/lib/logger'
import { Metrics } from '@parley/server/src/lib/metrics'
import { noQuotas } from '@parley/server/src/lib/quota-bytes'
import { toBytes } from '@parley/server/src/lib/uuid-bytes'
import { Sqlite } from '@parley/server/src/storage/sqlite/sqlite'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { Random } from '@parley/server/src/testing/random'
import type { Account, SignIn } from './device'
import type { EarlierPicture } from './picture-checker'
import { simulatePicture } from './simulate-picture'
import { BlobShelf, SimulatedBlobs } from './simulated-blobs'
import type { DiskImage } from './simulated-disk'

/**
 * A database with an account and sessions for each user, created once and copied for each run, because hashing
 * passwords takes real time.
 */
export interface Image extends DiskImage {
  readonly accounts: readonly Account[]
  /** Some are sent, some aren't. All of them will expire soon. */
  readonly pictures: readonly EarlierPicture[]
  /** Messages of the world. */
  readonly history: readonly MessageId[]
}

const names = ['alice', 'bob', 'carol', 'dave', 'erin'] as const
const password = 'plum tractor under seven clouds'
/** Two devices that sign in again after the end of a session, and one that only reads at the end of a run. */
const sessionsEach = 9
/** Messages in the world that all users have read: some pages of history. */
const historyLength = 180
/** One in this many messages is a picture. */
const pictureEvery = 18
const uploadsEach = 3
/** The sweep reaches each of the earlier uploads during a run. */
const sweptWithinMs = 30_000

const register = async (path: string, shelf: BlobShelf): Promise<Pick<Image, 'accounts' | 'pictures' | 'history'>> => {
  const clock = new FakeClock()
  const random = new Random(1).fill
  const database = await Sqlite.open({
    ...{ path, clock, random, publish: () => {}, sync: async () => {} },
    onFatal: (error) => {
      throw error
    },
  })
  const core = createCore({
    ...{ database, clock, random, bus: new InProcessBus(), logger: silentLogger, metrics: new Metrics() },
    ...{
      blobs: new SimulatedBlobs(shelf, async () => {}),
      incoming: '/nowhere',
      mailDirectory: '/nowhere',
      elapsed: () => 0,
      config: {
        demo: false,
        registration: 'open',
        passwords: true,
        oidc: [],
        rateLimits: false,
        quotas: noQuotas,
        directChats: 'everyone',
        retractWindowMs: 0,
        groupMembers: 500,
        fileBytes: limits.fileBytes,
        voiceMaxMs: limits.voiceMaxMs,
        restoreMs: limits.restoreMs,
        channels: 'everyone',
        tiles: undefined,
        mail: { smtp: undefined, from: undefined },
        exchange: undefined,
        signInUrl: undefined,
        mediaScan: undefined,
        keptFree: undefined,
      },
    },
    passwordCost: { memoryKib: 8, passes: 1 },
  })
  const who = { address: '192.0.2.1', device: 'simulation', origin: 'http://parley.test' }
  const call = <M extends MethodName>(method: M, params: Params<M>, caller: Stranger = who) =>
    core.dispatch.call({
      ...{ method, params, who: caller, requestId: method, transport: 'http', bytes: 0 },
    }) as Promise<Result<M>>
  const accounts: Account[] = []
  for (const name of names) {
    const registered = await call('accounts.register', { username: name, name, password })
    const signIns: SignIn[] = [{ token: registered.session.token, sessionId: registered.session.id }]
    while (signIns.length < sessionsEach) {
      const { session } = await call('accounts.login', { login: name, password })
      signIns.push({ token: session.token, sessionId: session.id })
    }
    accounts.push({ name, userId: registered.user.id, signIns })
  }
  const callers: Caller[] = []
  for (const { signIns } of accounts) {
    const found = await core.sessions.authenticate(signIns[0]?.token ?? '')
    if (found) callers.push(new SignedIn(who, found))
  }
  const said = await createHistory({ core, clock, callers, call })
  for (const caller of callers) await call('chats.markRead', { chatId: WORLD_CHAT_ID, seq: historyLength }, caller)
  await database.stop()
  return { accounts, ...said }
}

interface Speaking {
  readonly core: Core
  readonly clock: FakeClock
  readonly callers: readonly Caller[]
  readonly call: <M extends MethodName>(method: M, params: Params<M>, caller?: Stranger) => Promise<Result<M>>
}

/** Creates the earlier messages and pictures. */
const createHistory = async ({
  core,
  clock,
  callers,
  call,
}: Speaking): Promise<Pick<Image, 'pictures' | 'history'>> => {
  const ids = new Random(3)
  const newId = <T extends string>() => newUuidV7(clock.now(), ids.fill) as T
  const pictures: EarlierPicture[] = []
  const history: MessageId[] = []
  const upload = async (caller: Caller, messageId?: MessageId) => {
    const [id, size] = [newId<MediaId>(), ids.between(100, 2_000)]
    await call('media.create', { id, chatId: WORLD_CHAT_ID, name: 'before all.png', size }, caller)
    await core.media.uploads.keep(await simulatePicture(core, { caller, id, size }))
    pictures.push({ id, ownerId: caller.userId, size, ...(messageId ? { messageId } : {}) })
    return id
  }
  for (let seq = 1; seq <= historyLength; seq++) {
    const caller = callers[seq % callers.length]
    const id = newId<MessageId>()
    history.push(id)
    const body =
      caller && seq % pictureEvery === 0
        ? { type: 'image' as const, mediaId: await upload(caller, id) }
        : { type: 'text' as const, text: `before all ${seq}` }
    await call('messages.send', { id, chatId: WORLD_CHAT_ID, body }, caller)
  }
  for (let at = 0; at < uploadsEach; at++) for (const caller of callers) await upload(caller)
  return { pictures, history }
}

/** Ages the accounts, so that they don't count as new, and all pictures, so that they expire soon, one after another. */
const age = (db: BunDatabase): void => {
  db.query('update users set created_at = created_at - ?').run(defaultSendingLimits.newcomerMs)
  db.query(
    'update media set created_at = created_at - ?1, ready_at = ready_at - ?1, used_at = used_at - ?1 + key * ?2',
  ).run(limits.mediaUnusedMs, Math.floor(sweptWithinMs / (historyLength / pictureEvery + uploadsEach * names.length)))
}

/** Replaces ids that the server generated randomly, so that a seed gives the same run in every process. */
const renumber = (path: string, accounts: readonly Account[]): Account[] => {
  const db = new BunDatabase(path)
  const random = new Random(2)
  const next = () => newUuidV7(Date.UTC(2026, 0, 1), random.fill)
  const renumbered = accounts.map((account) => {
    const userId = next() as UserId
    db.query('update users set id = ? where id = ?').run(toBytes(userId), toBytes(account.userId))
    const signIns = account.signIns.map(({ token, sessionId: before }) => {
      const sessionId = next() as SessionId
      db.query('update sessions set id = ? where id = ?').run(toBytes(sessionId), toBytes(before))
      return { token, sessionId }
    })
    return { ...account, userId, signIns }
  })
  db.query("update meta set value = ? where name = 'epoch'").run(next())
  db.run("insert into meta (name, value) values ('media_secret', 'no secret')")
  age(db)
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  return renumbered
}

let made: Promise<Image> | undefined
let discard = () => {}

/** Removes the image. A test runner exits without a notification. */
export const discardImage = (): void => discard()

/** The image, created by the first call. */
export const image = (): Promise<Image> => {
  made ??= (async () => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-image-'))
    discard = () => rmSync(directory, { recursive: true, force: true })
    process.once('exit', discard)
    const path = join(directory, 'image.db')
    const shelf = new BlobShelf()
    const registered = await register(path, shelf)
    const accounts = renumber(path, registered.accounts)
    const newIds = new Map(registered.accounts.map(({ userId }, at) => [userId, accounts[at]?.userId ?? userId]))
    const pictures = registered.pictures.map((picture) => ({
      ...picture,
      ownerId: newIds.get(picture.ownerId) ?? picture.ownerId,
    }))
    return { path, blobs: shelf.seen, accounts, pictures, history: registered.history }
  })()
  return made
}
