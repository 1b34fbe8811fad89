/**
 * The smallest durable store, and two faulty variants, to check the power cut test itself. Usage: reference-writer.ts
 * <database> <messages> honest | early | unsynced-checkpoint
 */
import { Database } from 'bun:sqlite'
import { closeSync, fdatasync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { newUuidV7 } from '@parley/protocol/ids'

const [path = '', count = '0', mode = 'honest'] = process.argv.slice(2)
const db = new Database(path, { create: true })
for (const pragma of ['journal_mode=WAL', 'synchronous=NORMAL', 'wal_autocheckpoint=0']) db.run(`PRAGMA ${pragma}`)
db.run('CREATE TABLE messages (id TEXT PRIMARY KEY, text TEXT)')
const insert = db.query('INSERT INTO messages VALUES (?, ?)')
const log = openSync(`${path}-wal`, 'r+')
const sync = () => promisify(fdatasync)(log)
const checkpoints = new Database(path)
checkpoints.run(`PRAGMA synchronous=${mode === 'unsynced-checkpoint' ? 'OFF' : 'NORMAL'}`)

await sync()
for (let at = 0; at < Number(count); at++) {
  const ids = Array.from({ length: 1 + (at % 3) }, () => newUuidV7())
  db.transaction(() => {
    for (const id of ids) insert.run(id, 'x'.repeat(100 + ((at * 37) % 900)))
  })()
  const synced = sync()
  if (mode !== 'early') await synced
  writeSync(1, `${ids.join(' ')}\n`)
  await synced
  if (at % 20 === 19) checkpoints.run('PRAGMA wal_checkpoint(PASSIVE)')
}
closeSync(log)
checkpoints.close()
db.close()
