import { limits, type MediaId, newUuidV7, type UserId } from '@parley/protocol'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { Random } from '@parley/server/src/testing/random'
import {
  checkAgainstDatabase,
  checkAgainstFresh,
  checkLoadedHistory,
  checkNumbers,
  checkRows,
  checkShown,
  checkWritten,
} from './checks'
import { Device, type World } from './device'
import { type Image, image } from './image'
import { Ledger } from './ledger'
import { calm, Network, type Weather } from './network'
import { PictureChecker } from './picture-checker'
import { checkPictures, checkSwept } from './picture-checks'
import { PresenceChecker } from './presence-checker'
import { SessionChecker } from './session-checker'
import { SimulatedDisk } from './simulated-disk'
import { type CrashPoint, crashPoints, type Faults, SimulatedNode } from './simulated-node'
import { readPictures } from './stored-pictures'
import { readStoredState, type StoredState } from './stored-state'
import { Workload } from './workload'

/**
 * The difficulty of a run. Only `hostile` loses frames on connections that stay open; the loss lasts until the next
 * sync.
 */
const difficulties: Readonly<Record<string, { weather: Weather; busLoss: number; crashes: number; restored?: true }>> =
  {
    fair: { weather: { ...calm, slow: 0.01 }, busLoss: 0, crashes: 0 },
    crashing: { weather: calm, busLoss: 0, crashes: 6 },
    rough: { weather: { ...calm, slow: 0.02, cut: 0.005, halfOpen: 0.001 }, busLoss: 0.05, crashes: 3 },
    hostile: {
      weather: { lose: 0.02, duplicate: 0.03, reorder: 0.1, cut: 0.003, halfOpen: 0.001, slow: 0.01 },
      busLoss: 0.05,
      crashes: 3,
    },
    restored: { weather: { ...calm, cut: 0.003 }, busLoss: 0, crashes: 1, restored: true },
  }

/** `TRACE="alice 1"` prints every frame that the server sends to a device. */
const traced = process.env.TRACE
const startMs = Date.UTC(2026, 0, 1)
const activeMs = 20_000
const backUpMs = { low: 3_000, high: 10_000 }
const restoreMs = { low: 11_000, high: 19_000 }
const stepMs = { low: 50, high: 900 }
const restartMs = { low: 50, high: 4_000 }
/** Two heartbeats detect a silent connection. Then some pauses and the sweep follow. */
const quietMs = 150_000
/** How many sessions of its account each device uses, one after another. */
const sessionsOfDevice = 4
const settleMs = 40_000

export interface Outcome {
  readonly seed: number
  readonly difficulty: string
  /** The problems found; empty when there are none. */
  readonly wrong: readonly string[]
  readonly messages: number
  readonly frames: number
  readonly crashes: readonly CrashPoint[]
  /** Equal for two identical runs. */
  readonly fingerprint: string
}

/** One run of the whole system with one seed. */
class Simulation {
  private readonly clock = new FakeClock(startMs)
  private readonly random: Random
  private readonly ledger = new Ledger()
  private readonly sessions: SessionChecker
  private readonly presence = new PresenceChecker()
  private readonly pictures: PictureChecker
  private readonly difficulty: string
  private readonly disk: SimulatedDisk
  private readonly network: Network
  private readonly devices: Device[]
  private readonly crashes: CrashPoint[] = []
  private node: SimulatedNode | undefined
  private armed: CrashPoint | undefined
  private busLoss: number
  private fingerprint = 0n
  private active = true

  constructor(
    private readonly seed: number,
    private readonly faults: Faults,
    private readonly base: Image,
  ) {
    this.random = new Random(seed)
    this.difficulty = this.random.pick(Object.keys(difficulties))
    const { weather, busLoss } = difficulties[this.difficulty] ?? { weather: calm, busLoss: 0 }
    this.busLoss = busLoss
    this.disk = new SimulatedDisk(base, this.random.fork(), faults.schema)
    this.pictures = new PictureChecker(base)
    const accounts = new Map(base.accounts.flatMap((account) => [1, 2].map((at) => [`${account.name} ${at}`, account])))
    this.sessions = new SessionChecker(this.clock, base)
    this.network = new Network({
      ...{ clock: this.clock, random: this.random.fork(), weather },
      onClientFrame: (frame, { client: device, connection }) => {
        this.ledger.onClientFrame(frame, connection)
        this.sessions.onClientFrame(frame, connection)
        const account = accounts.get(device)
        if (account) this.pictures.onClientFrame(frame, connection, account.userId)
        // A duplicated call may take effect again at any time.
        if (account && weather.duplicate === 0) this.presence.onClientFrame(frame, connection, account.userId)
      },
      onServerFrame: (frame, { client: device, connection }) => {
        this.ledger.onServerFrame(frame, connection)
        this.sessions.onServerFrame(frame, connection)
        this.presence.onServerFrame(frame, connection)
        this.pictures.onServerFrame(frame, connection)
        const account = accounts.get(device)
        if (account) this.ledger.show(frame, account.userId)
        if (traced === device) console.log(`${this.clock.now() - startMs} ms: ${frame}`)
        this.fingerprint = Bun.hash.wyhash(`${this.clock.now()} ${device} ${frame}`, this.fingerprint)
        if (frame.includes('"result"')) this.crashIfChosen('after_answer')
      },
    })
    const world: World = faults.store ? { ...this.world, store: faults.store } : this.world
    const names = [...accounts.keys()].filter((name) => name.endsWith('1') || this.random.chance(0.3))
    this.devices = names.flatMap((name) => {
      const account = accounts.get(name)
      const at = name.endsWith('1') ? 0 : sessionsOfDevice
      const signIns = account?.signIns.slice(at, at + sessionsOfDevice) ?? []
      return account ? [new Device(world, account, { name, signIns })] : []
    })
  }

  private get world(): World {
    const { clock, random, network, ledger, pictures } = this
    return { clock, random, network, ledger, pictures }
  }

  async run(): Promise<Outcome> {
    try {
      await this.start()
      for (const device of this.devices) this.startWorkload(device)
      this.planCrashes()
      await this.clock.advance(activeMs)
      await this.stopFaults()
      await this.check()
    } finally {
      await this.node?.die()
      this.disk.remove()
    }
    return {
      seed: this.seed,
      difficulty: this.difficulty,
      wrong: this.ledger.wrong,
      messages: this.ledger.written.length,
      frames: this.ledger.frames,
      crashes: this.crashes,
      fingerprint: this.fingerprint.toString(16),
    }
  }

  private async start(): Promise<void> {
    this.node = await SimulatedNode.start({
      ...{ clock: this.clock, random: this.random.fork(), disk: this.disk, faults: this.faults },
      loses: (random) => random.chance(this.busLoss),
      onPoint: (point) => this.crashIfChosen(point),
      onWrong: (what) => this.ledger.wrong.push(what),
    })
    this.network.listener = this.node
  }

  private startWorkload(device: Device): void {
    const workload = new Workload(device, this.base.accounts, {
      ...{ devices: this.devices, pictures: this.pictures },
      cut: (whose) => this.network.cut(whose.name),
    })
    const next = () => {
      if (!this.active) return
      workload.step()
      this.clock.setTimeout(next, device.random.between(stepMs.low, stepMs.high))
    }
    this.clock.setTimeout(next, device.random.between(stepMs.low, stepMs.high))
  }

  private planCrashes(): void {
    const { crashes: count = 0, restored } = difficulties[this.difficulty] ?? {}
    if (restored) this.planRestore()
    for (let at = 0; at < count; at++)
      this.clock.setTimeout(
        () => {
          this.armed = this.random.pick(crashPoints)
        },
        this.random.between(0, activeMs),
      )
  }

  /** The server has reached a point, and crashes here if this point was chosen. */
  private crashIfChosen(point: CrashPoint): void {
    if (this.armed !== point || !this.node || !this.active) return
    this.armed = undefined
    this.crashes.push(point)
    this.disk.crash(this.random.chance(0.7) ? 'power' : 'kill')
    this.crashNode()
  }

  /** Makes a backup, and restores it a while later. */
  private planRestore(): void {
    this.clock.setTimeout(() => this.disk.backUp(), this.random.between(backUpMs.low, backUpMs.high))
    this.clock.setTimeout(
      () => {
        this.disk.restore(newUuidV7(this.clock.now(), this.random.fill))
        this.ledger.onRestore()
        this.sessions.onRestore()
        this.presence.onRestore()
        this.pictures.onRestore()
        if (this.node) this.crashNode()
      },
      this.random.between(restoreMs.low, restoreMs.high),
    )
  }

  private crashNode(): void {
    const { node } = this
    this.node = undefined
    this.network.serverDied()
    void node?.die()
    this.clock.setTimeout(() => void this.start(), this.random.between(restartMs.low, restartMs.high))
  }

  /** Stops all actions and faults. */
  private async stopFaults(): Promise<void> {
    this.active = false
    this.armed = undefined
    this.busLoss = 0
    const { lose, duplicate, reorder } = this.network.weather
    this.network.weather = calm
    if (lose + duplicate + reorder > 0) this.network.cut()
    await this.clock.advance(restartMs.high)
    await this.clock.advance(this.difficulty === 'fair' ? settleMs : quietMs)
    this.ledger.wrong.push(...this.sessions.checkDevices(this.devices))
    this.ledger.wrong.push(...this.presence.check(this.disk.path, this.devices))
    // A closed device may learn now that its session has ended.
    for (let round = 0; round < 2 && this.devices.some(({ isOut }) => isOut); round++) {
      for (const device of this.devices) if (device.isOut) device.reopen()
      await this.clock.advance(settleMs)
    }
  }

  private async check(): Promise<void> {
    const { ledger, devices } = this
    const fresh = new Map<string, Device>()
    for (const account of this.base.accounts) {
      const signIns = account.signIns.slice(2 * sessionsOfDevice)
      fresh.set(account.name, new Device(this.world, account, { name: `${account.name} 1`, signIns }))
    }
    await this.clock.advance(settleMs)
    for (const device of [...devices, ...fresh.values()]) device.openGroups()
    await this.clock.advance(settleMs)
    const database = readStoredState(this.disk.path)
    const outboxes = new Map<string, Awaited<ReturnType<Device['outbox']>>>()
    for (const device of devices) outboxes.set(device.name, await device.outbox())
    ledger.wrong.push(...checkNumbers(database), ...checkShown(database, ledger))
    // A restored backup may be older than a membership. Authors of @all mentions may no longer be moderators.
    const refusals = [
      ...(['not_a_member', 'muted', 'muted_all', 'forbidden'] as const),
      ...(difficulties[this.difficulty]?.restored ? (['not_found'] as const) : []),
    ]
    ledger.wrong.push(...checkWritten(database, { ledger, outboxes, refusals }), ...this.sessions.checkStored(database))
    for (const device of devices) {
      ledger.wrong.push(...checkAgainstDatabase(database, device))
      ledger.wrong.push(...checkRows(database, device, await device.storedRows()))
      const other = fresh.get(device.account.name)
      if (other) ledger.wrong.push(...checkAgainstFresh(device, other.client.state.get()))
    }
    for (const device of devices) void device.loadHistory()
    await this.clock.advance(settleMs)
    for (const device of devices) ledger.wrong.push(...checkLoadedHistory(database, device))
    await this.checkPictures(database, [...fresh.values()])
    await this.checkDayAfter([...devices, ...fresh.values()])
  }

  /** Every user requests every picture. */
  private async checkPictures(database: StoredState, fresh: readonly Device[]): Promise<void> {
    const log = this.pictures
    const got = new Map<UserId, ReadonlySet<MediaId> | undefined>()
    for (const device of fresh) {
      const { userId } = device.account
      got.set(userId, undefined)
      device.requestPictures(log.known).then(
        (ids) => got.set(userId, new Set(ids)),
        () => {},
      )
    }
    await this.clock.advance(settleMs)
    const pictures = readPictures(this.disk.path)
    const neverRestored = !difficulties[this.difficulty]?.restored
    this.ledger.wrong.push(
      ...checkPictures({
        database,
        pictures,
        log,
        got,
        neverRestored,
        blobs: this.disk.blobs.seen,
      }),
    )
  }

  /** All users stay away for more than a day, and the server removes unused pictures. */
  private async checkDayAfter(devices: readonly Device[]): Promise<void> {
    for (const device of devices) device.close()
    await this.node?.die()
    this.node = undefined
    this.network.serverDied()
    await this.clock.advance(limits.mediaUnusedMs)
    await this.start()
    await this.clock.advance(settleMs)
    this.ledger.wrong.push(...checkSwept(readPictures(this.disk.path), this.disk.blobs.seen))
  }
}

/** Runs one seed. `faults` are those that a test adds to check that they are found. */
export const simulate = async (seed: number, faults: Faults = {}): Promise<Outcome> =>
  new Simulation(seed, faults, await image()).run()
