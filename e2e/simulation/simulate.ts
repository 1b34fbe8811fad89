import { limits, type MediaId, newUuidV7, type UserId } from '@parley/protocol'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { Random } from '@parley/server/src/testing/random'
import {
  checkAgainstFresh,
  checkAgainstTruth,
  checkNumbers,
  checkRows,
  checkShown,
  checkWalked,
  checkWritten,
} from './checks'
import { Device, type World } from './device'
import { type Image, image } from './image'
import { Ledger } from './ledger'
import { calm, Network, type Weather } from './network'
import { checkPictures, checkSwept } from './picture-checks'
import { PictureLog } from './picture-log'
import { readPictures } from './picture-truth'
import { PresenceLog } from './presence-log'
import { SessionLog } from './session-log'
import { SimulatedDisk } from './simulated-disk'
import { type CrashPoint, crashPoints, type Plants, SimulatedNode } from './simulated-node'
import { readTruth, type Truth } from './truth'
import { Workload } from './workload'

/** How hard a run is. Only `hostile` loses frames on connections that stay, which no sync heals before the next one. */
const climates: Readonly<Record<string, { weather: Weather; busLoss: number; crashes: number; restored?: true }>> = {
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

/** `TRACE="alice 1"` prints every frame that the server hands over for a device. */
const traced = process.env.TRACE
const startMs = Date.UTC(2026, 0, 1)
const activeMs = 20_000
const backUpMs = { low: 3_000, high: 10_000 }
const restoreMs = { low: 11_000, high: 19_000 }
const stepMs = { low: 50, high: 900 }
const restartMs = { low: 50, high: 4_000 }
/** Two heartbeats find a silent connection, then some pauses and the sweep. */
const quietMs = 150_000
/** As many sessions of an account each of its devices has, one after the other. */
const sessionsOfDevice = 4
const settleMs = 40_000

export interface Outcome {
  readonly seed: number
  readonly climate: string
  /** What should not be; empty when all is well. */
  readonly wrong: readonly string[]
  readonly messages: number
  readonly frames: number
  readonly crashes: readonly CrashPoint[]
  /** The same for two runs that did the same. */
  readonly fingerprint: string
}

/** One run of the whole system under one seed. */
class Simulation {
  private readonly clock = new FakeClock(startMs)
  private readonly random: Random
  private readonly ledger = new Ledger()
  private readonly sessions: SessionLog
  private readonly presence = new PresenceLog()
  private readonly pictures: PictureLog
  private readonly climate: string
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
    private readonly plants: Plants,
    private readonly base: Image,
  ) {
    this.random = new Random(seed)
    this.climate = this.random.pick(Object.keys(climates))
    const { weather, busLoss } = climates[this.climate] ?? { weather: calm, busLoss: 0 }
    this.busLoss = busLoss
    this.disk = new SimulatedDisk(base, this.random.fork(), plants.schema)
    this.pictures = new PictureLog(base)
    const accounts = new Map(base.accounts.flatMap((account) => [1, 2].map((at) => [`${account.name} ${at}`, account])))
    this.sessions = new SessionLog(this.clock, base)
    this.network = new Network({
      ...{ clock: this.clock, random: this.random.fork(), weather },
      onClientFrame: (frame, { client: device, connection }) => {
        this.ledger.call(frame, connection)
        this.sessions.call(frame, connection)
        const account = accounts.get(device)
        if (account) this.pictures.call(frame, connection, account.userId)
        // A call that is doubled on its way counts again at any time.
        if (account && weather.duplicate === 0) this.presence.call(frame, connection, account.userId)
      },
      onServerFrame: (frame, { client: device, connection }) => {
        this.ledger.answer(frame, connection)
        this.sessions.answer(frame, connection)
        this.presence.answer(frame, connection)
        this.pictures.answer(frame, connection)
        const account = accounts.get(device)
        if (account) this.ledger.show(frame, account.userId)
        if (traced === device) console.log(`${this.clock.now() - startMs} ms: ${frame}`)
        this.fingerprint = Bun.hash.wyhash(`${this.clock.now()} ${device} ${frame}`, this.fingerprint)
        if (frame.includes('"result"')) this.reached('after_answer')
      },
    })
    const world: World = plants.store ? { ...this.world, store: plants.store } : this.world
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
      for (const device of this.devices) this.keepBusy(device)
      this.planCrashes()
      await this.clock.advance(activeMs)
      await this.calmDown()
      await this.check()
    } finally {
      await this.node?.die()
      this.disk.remove()
    }
    return {
      ...{ seed: this.seed, climate: this.climate, wrong: this.ledger.wrong, messages: this.ledger.written.length },
      ...{ frames: this.ledger.frames, crashes: this.crashes, fingerprint: this.fingerprint.toString(16) },
    }
  }

  private async start(): Promise<void> {
    this.node = await SimulatedNode.start({
      ...{ clock: this.clock, random: this.random.fork(), disk: this.disk, plants: this.plants },
      loses: (random) => random.chance(this.busLoss),
      onPoint: (point) => this.reached(point),
      onWrong: (what) => this.ledger.wrong.push(what),
    })
    this.network.listener = this.node
  }

  private keepBusy(device: Device): void {
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
    const { crashes: count = 0, restored } = climates[this.climate] ?? {}
    if (restored) this.planRestore()
    for (let at = 0; at < count; at++)
      this.clock.setTimeout(
        () => {
          this.armed = this.random.pick(crashPoints)
        },
        this.random.between(0, activeMs),
      )
  }

  /** The server is at a point; it ends here when this is the one that was chosen. */
  private reached(point: CrashPoint): void {
    if (this.armed !== point || !this.node || !this.active) return
    this.armed = undefined
    this.crashes.push(point)
    this.disk.crash(this.random.chance(0.7) ? 'power' : 'kill')
    this.endLife()
  }

  /** Somebody makes a backup, and puts it back a while later. */
  private planRestore(): void {
    this.clock.setTimeout(() => this.disk.backUp(), this.random.between(backUpMs.low, backUpMs.high))
    this.clock.setTimeout(
      () => {
        this.disk.restore(newUuidV7(this.clock.now(), this.random.fill))
        this.ledger.restored()
        this.sessions.restored()
        this.presence.restored()
        this.pictures.restored()
        if (this.node) this.endLife()
      },
      this.random.between(restoreMs.low, restoreMs.high),
    )
  }

  private endLife(): void {
    const { node } = this
    this.node = undefined
    this.network.serverDied()
    void node?.die()
    this.clock.setTimeout(() => void this.start(), this.random.between(restartMs.low, restartMs.high))
  }

  /** Nobody does anything any more, and nothing fails. */
  private async calmDown(): Promise<void> {
    this.active = false
    this.armed = undefined
    this.busLoss = 0
    const { lose, duplicate, reorder } = this.network.weather
    this.network.weather = calm
    if (lose + duplicate + reorder > 0) this.network.cut()
    await this.clock.advance(restartMs.high)
    await this.clock.advance(this.climate === 'fair' ? settleMs : quietMs)
    this.ledger.wrong.push(...this.sessions.checkDevices(this.devices))
    this.ledger.wrong.push(...this.presence.check(this.disk.path, this.devices))
    // A device that rested may find that its session ended meanwhile.
    for (let round = 0; round < 2 && this.devices.some(({ isOut }) => isOut); round++) {
      for (const device of this.devices) if (device.isOut) device.comeBack()
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
    for (const device of [...devices, ...fresh.values()]) device.lookAtGroups()
    await this.clock.advance(settleMs)
    const truth = readTruth(this.disk.path)
    const outboxes = new Map<string, Awaited<ReturnType<Device['outbox']>>>()
    for (const device of devices) outboxes.set(device.name, await device.outbox())
    ledger.wrong.push(...checkNumbers(truth), ...checkShown(truth, ledger))
    // A backup may be older than somebody's coming to a chat; who named everybody may moderate no more.
    const refusals = [
      ...(['not_a_member', 'muted', 'muted_all', 'forbidden'] as const),
      ...(climates[this.climate]?.restored ? (['not_found'] as const) : []),
    ]
    ledger.wrong.push(...checkWritten(truth, { ledger, outboxes, refusals }), ...this.sessions.checkStored(truth))
    for (const device of devices) {
      ledger.wrong.push(...checkAgainstTruth(truth, device))
      ledger.wrong.push(...checkRows(truth, device, await device.heldRows()))
      const other = fresh.get(device.account.name)
      if (other) ledger.wrong.push(...checkAgainstFresh(device, other.client.state.get()))
    }
    for (const device of devices) void device.walkBack()
    await this.clock.advance(settleMs)
    for (const device of devices) ledger.wrong.push(...checkWalked(truth, device))
    await this.checkPictures(truth, [...fresh.values()])
    await this.checkDayAfter([...devices, ...fresh.values()])
  }

  /** Everybody asks for every picture. */
  private async checkPictures(truth: Truth, fresh: readonly Device[]): Promise<void> {
    const log = this.pictures
    const got = new Map<UserId, ReadonlySet<MediaId> | undefined>()
    for (const device of fresh) {
      const { userId } = device.account
      got.set(userId, undefined)
      device.pry(log.known).then(
        (ids) => got.set(userId, new Set(ids)),
        () => {},
      )
    }
    await this.clock.advance(settleMs)
    const pictures = readPictures(this.disk.path)
    const oneLife = !climates[this.climate]?.restored
    this.ledger.wrong.push(...checkPictures({ truth, pictures, log, got, oneLife, blobs: this.disk.blobs.seen }))
  }

  /** Nobody is here for more than a day, and the server removes what nothing shows. */
  private async checkDayAfter(devices: readonly Device[]): Promise<void> {
    for (const device of devices) device.rest()
    await this.node?.die()
    this.node = undefined
    this.network.serverDied()
    await this.clock.advance(limits.mediaUnusedMs)
    await this.start()
    await this.clock.advance(settleMs)
    this.ledger.wrong.push(...checkSwept(readPictures(this.disk.path), this.disk.blobs.seen))
  }
}

/** Runs one seed; `plants` are faults that a test puts in to see them found. */
export const simulate = async (seed: number, plants: Plants = {}): Promise<Outcome> =>
  new Simulation(seed, plants, await image()).run()
