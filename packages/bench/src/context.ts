import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Span } from './drive/window'
import { openFilesLimit } from './lib/process-stats'
import { type BusyDataset, type CrowdDataset, seedBusyDataset, seedCrowdDataset } from './seed/datasets'
import { type BareKind, BareLoop } from './targets/bare'
import { ParleyServer } from './targets/parley'

const tmpfsMagic = 0x01021994

/**
 * A new directory on a real disk: the system's temporary directory, or the working directory if that one is in memory.
 */
const diskDirectory = (): string => {
  const system = tmpdir()
  const parent = statfsSync(system).type === tmpfsMagic ? join(process.cwd(), 'node_modules/.cache') : system
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'parley-bench-'))
}

/**
 * The shared parts of a run: directories on the disk, populations that are seeded once, and the time limit of each
 * part.
 */
export class Context implements AsyncDisposable {
  readonly directory = diskDirectory()
  readonly span: Span
  readonly serverCore = 0
  #busy: BusyDataset | undefined
  #crowd: CrowdDataset | undefined

  constructor(
    measureSeconds: number,
    readonly bunFlags: readonly string[],
  ) {
    this.span = { warmUpMs: 1_000, measureMs: measureSeconds * 1_000 }
  }

  /** The most connections that one process may have, besides its own files. */
  get connectionsMax(): number {
    return Math.min(20_000, openFilesLimit() - 200)
  }

  bare(kind: BareKind): Promise<BareLoop> {
    return BareLoop.start(kind, { core: this.serverCore, directory: this.directory })
  }

  /** A server with people who write a lot. The first part that calls this seeds the data. */
  async busy(): Promise<{ server: ParleyServer; dataset: BusyDataset }> {
    this.#busy ??= await this.seedBusy('busy')
    return { dataset: this.#busy, server: await this.#start('busy') }
  }

  /** A server with a crowd in 30 chats each. The first part that calls this seeds the data. */
  async crowd(): Promise<{ server: ParleyServer; dataset: CrowdDataset }> {
    this.#crowd ??= await this.seedCrowd('crowd', 1_000_000)
    return { dataset: this.#crowd, server: await this.#start('crowd') }
  }

  /** Seeds people who write a lot, in a data directory of this name. */
  seedBusy(name: string): Promise<BusyDataset> {
    return this.seed(name, (data) => seedBusyDataset(data, { people: 1_000, pairs: 64 }))
  }

  /** Seeds a crowd in 30 chats each, in a data directory of this name. */
  seedCrowd(name: string, archivedMessages: number): Promise<CrowdDataset> {
    const size = { people: this.connectionsMax, chatsEach: 30, groupSize: 200, collectedChats: 1_000, archivedMessages }
    return this.seed(name, (data) => seedCrowdDataset(data, size))
  }

  /** A server on an empty data directory. */
  empty(name: string): Promise<ParleyServer> {
    return this.#start(name)
  }

  #start(name: string): Promise<ParleyServer> {
    const { directory, serverCore: core, bunFlags } = this
    return ParleyServer.start({ directory, name, core, bunFlags, host: '0.0.0.0' })
  }

  /** Lets a server create its tables, stops it, and fills them. */
  async seed<T>(name: string, fill: (dataDirectory: string) => T): Promise<T> {
    const first = await this.#start(name)
    await first[Symbol.asyncDispose]()
    return fill(ParleyServer.dataDirectory({ directory: this.directory, name }))
  }

  /** The last lines that each measured process printed, for a failed run. */
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
