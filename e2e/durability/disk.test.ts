import { describe, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '@parley/server/src/testing/random'
import { Disk } from './disk'
import { traceCommand, whyNoStrace } from './strace'
import { readTrace } from './trace'
import { judge, type Verdict } from './verdict'

const random = new Random(1)
const bytes = (value: number, length = 1024) => new Uint8Array(length).fill(value)

describe('a disk that loses power', () => {
  test('keeps writes that had returned before a completed sync began', () => {
    const disk = new Disk()
    disk.write('a', 0, bytes(1))()
    const synced = disk.sync('a')
    disk.write('a', 0, bytes(2))()
    expect(disk.cut('nothing', random).get('a')).toEqual(new Uint8Array(0))
    synced()
    expect(disk.cut('nothing', random).get('a')).toEqual(bytes(1))
    expect(disk.cut('everything', random).get('a')).toEqual(bytes(2))
  })

  test('does not keep a write that was in progress when the sync began', () => {
    const disk = new Disk()
    const returned = disk.write('a', 0, bytes(1))
    const synced = disk.sync('a')
    returned()
    synced()
    expect(disk.cut('nothing', random).get('a')).toEqual(new Uint8Array(0))
  })

  test('tears writes at sectors, and eventually produces every mixture', () => {
    const disk = new Disk()
    disk.write('a', 0, bytes(1))()
    disk.sync('a')()
    disk.write('a', 0, bytes(2))()
    const seen = new Set<string>()
    for (let run = 0; run < 200; run++) {
      const [first, second] = [0, 512].map((at) => disk.cut('some', random).get('a')?.[at])
      seen.add(`${first}${second}`)
    }
    expect([...seen].sort()).toEqual(['11', '12', '21', '22'])
  })
})

test('a trace with interleaved calls of several threads is reassembled', () => {
  const trace = [
    '10 pwrite64(6<\\x2f\\x61>, "\\x01\\x02", 2, 8 <unfinished ...>',
    '11 fdatasync(8<\\x2f\\x61>)          = 0',
    '10 <... pwrite64 resumed>)          = 2',
  ].join('\n')
  const moments = [...readTrace(trace)].map(({ at, call }) => `${at} ${call.name}`)
  expect(moments).toEqual(['begin pwrite64', 'begin fdatasync', 'end fdatasync', 'end pwrite64'])
})

const missing = whyNoStrace()
if (missing) console.log(`Power cut test skipped: ${missing}.`)

describe.skipIf(missing !== undefined)('a power cut of a store of twenty lines', () => {
  const run = (mode: string): Verdict => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-reference-'))
    const database = join(directory, 'reference.db')
    const output = join(directory, 'trace')
    const writer = join(import.meta.dir, 'reference-writer.ts')
    const process_ = Bun.spawnSync(traceCommand(output, [process.execPath, writer, database, '120', mode]))
    const printed = process_.stdout.toString()
    const known = new Set(printed.split(/\s+/).filter((id) => id !== ''))
    const verdict = judge({
      trace: readFileSync(output, 'latin1'),
      database,
      isReader: (path) => path.startsWith('pipe:') || path.startsWith('socket:'),
      known,
      moments: 60,
      seed: 1,
      stored: (db) => (db.query('SELECT id FROM messages').values() as [string][]).map(([id]) => id),
    })
    rmSync(directory, { recursive: true, force: true })
    return verdict
  }

  test('finds no loss if the response waits for the sync', () => {
    const verdict = run('honest')
    expect(verdict.losses).toEqual([])
    expect(verdict.states).toBeGreaterThanOrEqual(200)
  })

  test('cuts during writes, also if none are in progress when a response is sent', () => {
    expect(run('honest').open).toBeGreaterThanOrEqual(200)
  })

  test('finds losses if the response does not wait', () => {
    expect(run('early').losses.length).toBeGreaterThan(50)
  })

  test('finds losses if a checkpoint does not sync', () => {
    expect(run('unsynced-checkpoint').losses.length).toBeGreaterThan(0)
  })
})
