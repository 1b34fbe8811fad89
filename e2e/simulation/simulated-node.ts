import { limits } from '@parley/protocol'
import type { LocalStore } from '@parley/sdk'
import type { Bus, BusMessage } from '@parley/server/src/bus/bus'
import { InProcessBus } from '@parley/server/src/bus/in-process'
import { type Core, createCore } from '@parley/server/src/core'
import type { Logger } from '@parley/server/src/lib/logger'
import { Metrics } from '@parley/server/src/lib/metrics'
import type { Database, Publication } from '@parley/server/src/storage/database'
import { type CommitPoint, Sqlite } from '@parley/server/src/storage/sqlite'
import { createPublisher } from '@parley/server/src/sync/publisher'
import { type FakeClock, type ProcessClock, settle } from '@parley/server/src/testing/fake-clock'
import { noFiles } from '@parley/server/src/testing/no-files'
import type { Random } from '../lib/random'
import type { Listener } from './network'
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

/** One life of the server: the real code on a simulated disk, clock and network, without sockets. */
export class SimulatedNode implements Listener {
  private alive = true

  private constructor(
    private readonly core: Core,
    private readonly sqlite: Sqlite,
    private readonly parts: { readonly clock: ProcessClock; readonly plants: Plants; readonly powerOff: () => void },
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
    const core = createCore({
      ...noFiles,
      ...{ bus, clock, random: random.fill, metrics: new Metrics(), elapsed: () => clock.now() },
      database: plants.database?.(sqlite, clock) ?? sqlite,
      logger: loggerTo(wrong),
      config: {
        demo: false,
        registration: 'open',
        rateLimits: true,
        directChats: 'everyone',
        retractWindowMs: limits.retractWindowMs,
        groupMembers: limits.groupMembersDefault,
        channels: 'everyone',
      },
      passwordCost: { memoryKib: 8, passes: 1 },
    })
    core.start()
    const powerOff = () => {
      life.on = false
      clock.kill()
      for (const end of life.ends) end()
    }
    return new SimulatedNode(core, sqlite, { clock, plants, powerOff })
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
