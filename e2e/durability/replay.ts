import { Random } from '@parley/server/src/testing/random'
import { Disk } from './disk'
import { descriptorPath, lastNumber, quotedBytes, readTrace, type SystemCall } from './trace'

export interface ReplayOptions {
  readonly trace: string
  /** The database file. Its log (`-wal`) and journal are next to it. */
  readonly database: string
  /** True if this descriptor leads to a reader: a client's socket, or standard output. */
  readonly isReader: (path: string) => boolean
  /** The ids of the messages to look for. */
  readonly known: ReadonlySet<string>
}

/** A moment at which the power may be cut, with the disk at that moment. */
export interface Cut {
  /** `shown`: messages are shown for the first time. `syncing`: after that, a sync begins that has writes to cover. */
  readonly kind: 'shown' | 'syncing'
  /** The ids of all messages shown so far, including this moment. */
  readonly ids: ReadonlySet<string>
  readonly disk: Disk
  /** How many checkpoints of the log into the database file were synced so far. */
  readonly checkpoints: number
}

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
const idChars = 36

/** Finds ids in the output, also across two writes. */
class Outlet {
  private readonly tails = new Map<string, string>()
  readonly ids = new Set<string>()

  constructor(private readonly known: ReadonlySet<string>) {}

  /** Returns true if this shows an id for the first time. */
  take(path: string, bytes: Buffer): boolean {
    const text = (this.tails.get(path) ?? '') + bytes.toString('latin1')
    this.tails.set(path, text.slice(-idChars + 1))
    const before = this.ids.size
    for (const [id] of text.matchAll(idPattern)) if (this.known.has(id)) this.ids.add(id)
    return this.ids.size > before
  }
}

const isSync = (name: string) => name === 'fdatasync' || name === 'fsync'
const isSend = (name: string) => ['sendto', 'sendmsg', 'write', 'writev'].includes(name)

/**
 * Replays a trace and stops at each first showing of a message, and before each sync, because then writes are in
 * progress on any disk. A write counts from its beginning, because its bytes may reach the disk before it returns. A
 * completed sync covers the writes that had returned before the sync began.
 */
export function* replay(options: ReplayOptions): Generator<Cut> {
  const disk = new Disk()
  const outlet = new Outlet(options.known)
  let checkpoints = 0
  const returns = new Map<SystemCall, () => void>()
  const kept = new Set([options.database, `${options.database}-wal`, `${options.database}-journal`])
  for (const { at, call } of readTrace(options.trace)) {
    if (at === 'end') {
      if (call.result >= 0) returns.get(call)?.()
      returns.delete(call)
      if (isSync(call.name) && call.result === 0 && descriptorPath(call) === options.database) checkpoints++
      if (call.name === 'unlink' && call.result === 0) disk.remove(quotedBytes(call).toString())
      continue
    }
    const path = descriptorPath(call)
    if (kept.has(path)) {
      if (call.name === 'pwrite64') returns.set(call, disk.write(path, lastNumber(call), quotedBytes(call)))
      else if (call.name === 'ftruncate') returns.set(call, disk.write(path, lastNumber(call)))
      else if (isSync(call.name)) {
        if (outlet.ids.size > 0 && disk.unsynced > 0) yield { kind: 'syncing', ids: outlet.ids, disk, checkpoints }
        returns.set(call, disk.sync(path))
      } else refuseOtherWrites(call, path)
    } else if (isSend(call.name) && options.isReader(path) && outlet.take(path, quotedBytes(call))) {
      yield { kind: 'shown', ids: outlet.ids, disk, checkpoints }
    }
  }
}

/** How many moments of each kind `replay` will stop at. */
export const countCuts = (options: ReplayOptions): Record<Cut['kind'], number> => {
  const counts = { shown: 0, syncing: 0 }
  for (const { kind } of replay(options)) counts[kind]++
  return counts
}

/** Fails for system calls on the rebuilt files that the replay doesn't support. */
const refuseOtherWrites = (call: SystemCall, path: string) => {
  if (['write', 'writev', 'pwritev', 'pwritev2', 'fallocate', 'sync_file_range'].includes(call.name))
    throw new Error(`${path} is written by ${call.name}, which the replay does not support.`)
}

/** A separate source of randomness for each state, so that a single state can be reproduced. */
export const randomFor = (seed: number, state: number): Random => new Random(seed * 100_003 + state)
