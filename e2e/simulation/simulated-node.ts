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
import type { CommitPoint, Database, Publication } from '@parley/server/src/storage/database'
import { Sqlite } from '@parley/server/src/storage/sqlite/sqlite'
import { createPublisher } from '@parley/server/src/sync/publisher'
import { type FakeClock, type ProcessClock, settle } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import type { FileUpload, Listener } from './listener'
import { simulatePicture } from './simulate-picture'
import { SimulatedBlobs } from './simulated-blobs'
import type { SimulatedDisk } from './simulated-disk'

/** Where a server may be when it crashes. */
export type CrashPoint = CommitPoint | 'after_answer' | 'after_publish'
export const crashPoints: readonly CrashPoint[] = [
  'before_commit',
  'after_commit',
  'after_sync',
  'after_answer',
  'after_publish',
]

/** Faults that a test adds to check that the simulation finds them. Each wraps one part. */
export interface Faults {
  readonly database?: (database: Database, clock: ProcessClock) => Database
  readonly publish?: (publish: (all: readonly Publication[]) => void) => (all: readonly Publication[]) => void
  readonly frame?: (frame: string) => string
  readonly blobs?: (blobs: SimulatedBlobs) => Blobs
  /** Statements that run on the database before its first use. */
  readonly schema?: string
  /** The devices' local stores. */
  readonly store?: (store: LocalStore) => LocalStore
}

export interface NodeOptions {
  readonly clock: FakeClock
  readonly random: Random
  readonly disk: SimulatedDisk
  /** True if the bus loses the current message about a chat. */
  readonly loses: (random: Random) => boolean
  readonly faults: Faults
  /** Called at a point where the server may crash. */
  readonly onPoint: (point: CrashPoint) => void
  /** Called when something happened that must never happen. */
  readonly onWrong: (what: string) => void
}

const address = { address: '192.0.2.1', device: 'simulation', origin: 'http://parley.test' }
const syncMs = { low: 0, high: 12 }
/** The time to process a picture. */
const pictureMs = { low: 5, high: 600 }

/**
 * A bus that loses some committed changes, which the sweep has to find. It doesn't lose joins and leaves: without a rev
 * to start from only the bus delivers them, and the embedded one loses nothing.
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
  readonly faults: Faults
  readonly powerOff: () => void
  /** Takes some time, and never resolves in a crashed process. */
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
    const { disk, random, faults } = options
    const clock = options.clock.process()
    const life: Life = { on: true, ends: new Set() }
    const point = (reached: CrashPoint) => life.on && options.onPoint(reached)
    const wrong = (what: string) => life.on && options.onWrong(what)
    const bus: Bus = new LossyBus(
      () => options.loses(random),
      () => point('after_publish'),
    )
    const publish = createPublisher(bus)
    const publishing = faults.publish?.(publish) ?? publish
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
      blobs: faults.blobs?.(blobs) ?? blobs,
      incoming: '/nowhere',
      mailDirectory: '/nowhere',
      ...{ bus, clock, random: random.fill, metrics: new Metrics(), elapsed: () => clock.now() },
      database: faults.database?.(sqlite, clock) ?? sqlite,
      logger: loggerTo(wrong),
      config: {
        demo: false,
        registration: 'open',
        passwords: true,
        oidc: [],
        rateLimits: true,
        quotas: noQuotas,
        directChats: 'everyone',
        retractWindowMs: limits.retractWindowMs,
        groupMembers: limits.groupMembersDefault,
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
      passwordCost: { memoryKib: 8, passes: 1 },
    })
    core.start()
    const powerOff = () => {
      life.on = false
      clock.kill()
      for (const end of life.ends) end()
    }
    return new SimulatedNode(core, sqlite, { blobs, clock, faults: faults, powerOff, takeTime })
  }

  accept(peer: Parameters<Listener['accept']>[0]) {
    const { frame } = this.parts.faults
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

  /** Accepts the bytes of an announced picture, as `PUT /files/<id>` does. */
  async upload({ token, path, size }: FileUpload): Promise<void> {
    const session = await this.core.sessions.authenticate(token)
    if (!session) throw fail('unauthenticated')
    const id = path.slice('/files/'.length) as MediaId
    const made = await simulatePicture(this.core, { caller: new SignedIn(address, session), id, size })
    await this.parts.takeTime(pictureMs)
    await this.core.media.uploads.keep(made)
  }

  /** The number of bytes at an address, as from `GET /media/…`; undefined without a picture. */
  async download(address: string): Promise<number | undefined> {
    const [path = '', query] = address.split('?')
    const { addresses } = this.core.media
    const addressed = await addresses.read(path, new URLSearchParams(query))
    return addressed && (await this.parts.blobs.get(addressed.key))?.size
  }

  /** Ends this process without notifications. Replace the disk first. */
  async die(): Promise<void> {
    this.alive = false
    this.parts.powerOff()
    // Work in progress inside the process finishes before its files are closed.
    await settle()
    await this.sqlite.stop().catch(() => {})
  }
}

interface Life {
  on: boolean
  /** Functions that end pending syncs, which then never complete. */
  readonly ends: Set<() => void>
}

/** A sync takes some time, covers earlier writes, and fails in a crashed process. */
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
