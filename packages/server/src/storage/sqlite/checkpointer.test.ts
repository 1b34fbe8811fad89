import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConnection } from './bun-sqlite'
import { Checkpointer } from './checkpointer'

const MIB = 1024 * 1024

test("the log restarts under a writer that never pauses, so it can't grow without end", async () => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-checkpoint-'))
  const databasePath = join(directory, 'parley.db')
  const writer = openConnection(databasePath)
  writer.exec('create table pieces (piece blob not null)')
  const insert = writer.query('insert into pieces (piece) values (?)')
  const checkpointer = new Checkpointer({ databasePath, logLimitBytes: MIB })
  for (let round = 0; round < 640; round++) {
    await checkpointer.gate()
    insert.run(new Uint8Array(MIB / 16))
    if (round % 16 > 0) continue
    let passed = false
    const pass = checkpointer.relieve().then(() => {
      passed = true
    })
    // Writes until after the end of the pass, so that it can't have moved everything.
    while (!passed) {
      await Bun.sleep(1)
      insert.run(new Uint8Array(1_000))
    }
    await pass
  }
  await checkpointer.stop()
  expect(statSync(`${databasePath}-wal`).size).toBeLessThan(20 * MIB)
  expect(statSync(databasePath).size).toBeGreaterThan(20 * MIB)
  writer.close()
  rmSync(directory, { recursive: true, force: true })
})
