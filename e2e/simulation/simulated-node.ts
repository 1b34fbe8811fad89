import { limits, type MediaId } from '@parley/protocol'
import type { LocalStore } from '@parley/sdk'
import type { Blobs } from '@parley/server/src/blobs/blobs'
import type { Bus, BusMessage } from '@parley/server/src/bus/bus'
import { InProcessBus } from '@parley/server/src/bus/in-process'
import { type Core, createCore } from '@parley/server/src/core'
import { SignedIn } from '@parley/server/src/lib/caller'
import { fail } from '@parley/server/src/lib/fail'
import type { Logger } from '@parley/server/src/lib/logger'
import { Metrics } from '@parley/server/src/lib/metrics'
import { noQuotas } from '@parley/server/src/lib/quota-bytes'
import type { Database, Publication } from '@parley/server/src/storage/database'
import { type CommitPoint, Sqlite } from '@parley/server/src/storage/sqlite'
import { createPublisher } from '@parley/server/src/sync/publisher'
import { type FakeClock, type ProcessClock, settle } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import type { FileUpload, Listener } from './listener'
import { madePicture } from './made-picture'
import { SimulatedBlobs } from './simulated-blobs'
import type { SimulatedDisk } from './simulated-disk'

/** Where a server may be when it ends. */
export type CrashPoint = CommitPoint | 'after_answer' | 'after_publish'
export const crashPoints: readonly CrashPoint[] = [
  'before_commit',
  'after_commit',
  'after_sync',
  'after_answer',
  'after_publish',
]

/** Faults that a test plants to see whether the simulation finds them: each wraps one part. */
export interface Plants {
  readonly database?: (database: Database, clock: ProcessClock) => Database
  readonly publish?: (publish: (all: readonly Publication[]) => void) => (all: readonly Publication[]) => void
  readonly frame?: (frame: string) => string
  readonly blobs?: (blobs: SimulatedBlobs) => Blobs
  /** Statements that are run on the database before it is used first. */
  readonly schema?: string
  /** The devices' local stores. */
  readonly store?: (store: LocalStore) => LocalStore
}

export interface NodeOptions {
  readonly clock: FakeClock
  readonly random: Random
  readonly disk: SimulatedDisk
  /** Whether the bus loses the message about a chat that it was just handed. */
  readonly loses: (random: Random) => boolean
  readonly plants: Plants
  /** Reached a point where it may be made to crash. */
  readonly onPoint: (point: CrashPoint) => void
  /** Something that must never happen. */
  readonly onWrong: (what: string) => void
}

const address = { address: '192.0.2.1', device: 'simulation', origin: 'http://parley.test' }
const syncMs = { low: 0, high: 12 }
/** What making a picture takes. */
const pictureMs = { low: 5, high: 600 }

/**
 * A bus that forgets some of what was committed: the sweep has to find it. Not who comes and goes: without a rev to start
 * from, the bus alone tells that, and the embedded one, in one process, forgets nothing.
 */
class LossyBus extends InProcessBus {
  constructor(
    private readonly loses: () => boolean,
    private readonly published: () => void,
  ) {
    super()
  }

  override publish(message: BusMessage): void {
    if (message.kind === 'chat' && !message.joined && !message.left && this.loses()) return
    super.publish(message)
    if (message.kind === 'chat') this.published()
  }
}

interface NodeParts {
  readonly blobs: Blobs
  readonly clock: ProcessClock
  readonly plants: Plants
  readonly powerOff: () => void
  /** Takes a while, and never ends in a process that is gone. */
  readonly takeTime: (ms: { readonly low: number; readonly high: number }) => Promise<void>
}

/** One life of the server: the real code on a simulated disk, clock and network, without sockets. */
export class SimulatedNode implements Listener {
  private alive = true

  private constructor(
    private readonly core: Core,
    private readonly sqlite: Sqlite,
    private readonly parts: NodeParts,
  ) {}

  static async start(options: NodeOptions): Promise<SimulatedNode> {
    const { disk, random, plants } = options
    const clock = options.clock.process()
    const life: Life = { on: true, ends: new Set() }
    const point = (reached: CrashPoint) => life.on && options.onPoint(reached)
    const wrong = (what: string) => life.on && options.onWrong(what)
    const bus: Bus = new LossyBus(
      () => options.loses(random),
      () => point('after_publish'),
    )
    const publish = createPublisher(bus)
    const publishing = plants.publish?.(publish) ?? publish
    const sqlite = await Sqlite.open({
      ...{ path: disk.path, clock, random: random.fill },
      publish: (all) => life.on && publishing(all),
      onFatal: (error) => wrong(`the log could not be made durable: ${error.message}`),
      sync: () => syncOf(options, { clock, life }),
      observe: point,
    })
    const takeTime: NodeParts['takeTime'] = ({ low, high }) =>
      new Promise((resolve) => clock.setTimeout(resolve, random.between(low, high)))
    const blobs = new SimulatedBlobs(disk.blobs, () => takeTime(syncMs))
    const core = createCore({
      blobs: plants.blobs?.(blobs) ?? blobs,
      incoming: '/nowhere',
      ...{ bus, clock, random: random.fill, metrics: new Metrics(), elapsed: () => clock.now() },
      database: plants.database?.(sqlite, clock) ?? sqlite,
      logger: loggerTo(wrong),
      config: {
        demo: false,
        registration: 'open',
        rateLimits: true,
        quotas: noQuotas,
        directChats: 'everyone',
        retractWindowMs: limits.retractWindowMs,
        groupMembers: limits.groupMembersDefault,
        fileBytes: limits.fileBytes,
        voiceMaxMs: limits.voiceMaxMs,
        channels: 'everyone',
        tiles: undefined,
        mediaScan: undefined,
      },
      passwordCost: { memoryKib: 8, passes: 1 },
    })
    core.start()
    const powerOff = () => {
      life.on = false
      clock.kill()
      for (const end of life.ends) end()
    }
    return new SimulatedNode(core, sqlite, { blobs, clock, plants, powerOff, takeTime })
  }

  accept(peer: Parameters<Listener['accept']>[0]) {
    const { frame } = this.parts.plants
    const planted = frame
      ? {
          ...peer,
          send: (text: string) => peer.send(frame(text)),
          sendAll: (texts: readonly string[]) => peer.sendAll(texts.map(frame)),
        }
      : peer
    const arrival = { peer: planted, from: address, token: undefined, transport: 'websocket' } as const
    const connection = this.core.gateway.accept(arrival)
    return {
      receive: (text: string) => this.alive && connection.receive(text),
      closed: () => this.alive && connection.end(),
    }
  }

  /** Takes the bytes of an announced picture, as `PUT /files/<id>` does. */
  async upload({ token, path, size }: FileUpload): Promise<void> {
    const session = await this.core.sessions.authenticate(token)
    if (!session) throw fail('unauthenticated')
    const id = path.slice('/files/'.length) as MediaId
    const made = await madePicture(this.core, { caller: new SignedIn(address, session), id, size })
    await this.parts.takeTime(pictureMs)
    await this.core.pictures.uploads.keep(made)
  }

  /** How many bytes an address leads to, as `GET /media/…` does; undefined when there is nothing. */
  async download(address: string): Promise<number | undefined> {
    const [path = '', query] = address.split('?')
    const { addresses } = this.core.pictures
    const addressed = await addresses.read(path, new URLSearchParams(query))
    return addressed && (await this.parts.blobs.get(addressed.key))?.size
  }

  /** Ends this life without a word; the disk must have been taken before. */
  async die(): Promise<void> {
    this.alive = false
    this.parts.powerOff()
    // What was already on its way inside the process runs out before its files are closed.
    await settle()
    await this.sqlite.stop().catch(() => {})
  }
}

interface Life {
  on: boolean
  /** What waits for a sync, and never hears of it. */
  readonly ends: Set<() => void>
}

/** A sync takes a while, covers what was written before it began, and fails in a process that is gone. */
const syncOf = (
  { disk, random }: Pick<NodeOptions, 'disk' | 'random'>,
  { clock, life }: { clock: ProcessClock; life: Life },
): Promise<void> => {
  const gone = new Error('The process is gone.')
  if (!life.on) return Promise.reject(gone)
  const bytes = disk.logBytes()
  if (bytes === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const end = () => reject(gone)
    const finish = () => {
      life.ends.delete(end)
      disk.synced(bytes)
      resolve()
    }
    life.ends.add(end)
    clock.setTimeout(finish, random.between(syncMs.low, syncMs.high))
  })
}

const loggerTo = (wrong: (what: string) => void): Logger => ({
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (message, fields) =>
    wrong(
      `the server logged an error: ${message} ${fields?.method ?? ''} ${fields?.error ?? ''} ${fields?.stack ?? ''}`,
    ),
  enabled: (level) => level === 'error',
})
