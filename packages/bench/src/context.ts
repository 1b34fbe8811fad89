import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Span } from './drive/window'
import { openFilesLimit } from './lib/process-stats'
import { type BusyTown, type CrowdTown, seedBusyTown, seedCrowdTown } from './seed/towns'
import { type BareKind, BareLoop } from './targets/bare'
import { ParleyServer } from './targets/parley'

const tmpfsMagic = 0x01021994

/** A new directory on a real disk: the system's temporary one, or the working directory where that is in memory. */
const diskDirectory = (): string => {
  const system = tmpdir()
  const parent = statfsSync(system).type === tmpfsMagic ? join(process.cwd(), 'node_modules/.cache') : system
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'parley-bench-'))
}

/** What the parts of a run share: places on the disk, populations that are seeded once, and the time each may take. */
export class Context implements AsyncDisposable {
  readonly directory = diskDirectory()
  readonly span: Span
  readonly serverCore = 0
  #busy: BusyTown | undefined
  #crowd: CrowdTown | undefined

  constructor(
    measureSeconds: number,
    readonly bunFlags: readonly string[],
  ) {
    this.span = { warmUpMs: 1_000, measureMs: measureSeconds * 1_000 }
  }

  /** Connections that one process may hold besides its own files. */
  get connectionsMax(): number {
    return Math.min(20_000, openFilesLimit() - 200)
  }

  bare(kind: BareKind): Promise<BareLoop> {
    return BareLoop.start(kind, { core: this.serverCore, directory: this.directory })
  }

  /** A server over people who write a lot; seeded by the first part that asks. */
  async busy(): Promise<{ server: ParleyServer; town: BusyTown }> {
    this.#busy ??= await this.seedBusy('busy')
    return { town: this.#busy, server: await this.#start('busy') }
  }

  /** A server over a crowd in 30 chats each; seeded by the first part that asks. */
  async crowd(): Promise<{ server: ParleyServer; town: CrowdTown }> {
    this.#crowd ??= await this.seedCrowd('crowd', 1_000_000)
    return { town: this.#crowd, server: await this.#start('crowd') }
  }

  /** People who write a lot, in a data directory of this name. */
  seedBusy(name: string): Promise<BusyTown> {
    return this.seed(name, (data) => seedBusyTown(data, { people: 1_000, pairs: 64 }))
  }

  /** A crowd in 30 chats each, in a data directory of this name. */
  seedCrowd(name: string, archivedMessages: number): Promise<CrowdTown> {
    const size = { people: this.connectionsMax, chatsEach: 30, groupSize: 200, collectedChats: 1_000, archivedMessages }
    return this.seed(name, (data) => seedCrowdTown(data, size))
  }

  /** A server on an empty data directory. */
  empty(name: string): Promise<ParleyServer> {
    return this.#start(name)
  }

  #start(name: string): Promise<ParleyServer> {
    const { directory, serverCore: core, bunFlags } = this
    return ParleyServer.start({ directory, name, core, bunFlags, host: '0.0.0.0' })
  }

  /** Lets a server make its tables, stops it, and fills them. */
  async seed<T>(name: string, fill: (dataDirectory: string) => T): Promise<T> {
    const first = await this.#start(name)
    await first[Symbol.asyncDispose]()
    return fill(ParleyServer.dataDirectory({ directory: this.directory, name }))
  }

  /** The last lines that each measured process printed, for a run that failed. */
  lastWords(): string {
    const logs = readdirSync(this.directory).filter((name) => name.endsWith('.log'))
    const tails = logs.map((name) => [name, readFileSync(join(this.directory, name), 'utf8').trim()] as const)
    return tails
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${name}:\n${text.split('\n').slice(-8).join('\n')}`)
      .join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.directory, { recursive: true, force: true })
  }
}
