/** `npm run seed -- --big`: fills a data directory with large data, to try out and to measure the client. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ParleyServer } from '../../targets/parley'
import { type BigSize, bigPassword, bigUsers, seedBigDataset, sizeRefused } from './big-dataset'

/** Thrown for a data directory that must not be filled. The message gives the reason. */
export class SeedRefused extends Error {}

/**
 * Fills an empty data directory, in SQLite, and marks its passwords as public. A server on it listens only on this
 * machine, as with `--demo`. After a failure the directory is empty again.
 * @throws {SeedRefused} when the directory isn't empty, or the size is impossible
 */
export const seedBig = async (directory: string, size: BigSize): Promise<void> => {
  const refused = sizeRefused(size)
  if (refused !== undefined) throw new SeedRefused(refused)
  const data = resolve(directory)
  if (process.env.PARLEY_DATABASE_URL)
    throw new SeedRefused(
      'This command fills only SQLite: remove PARLEY_DATABASE_URL. Then `parley store copy` copies it to another database.',
    )
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new SeedRefused(`${data} is not empty: name a new directory with --data-dir, such as ./big.`)
  mkdirSync(data, { recursive: true })
  const logs = mkdtempSync(join(tmpdir(), 'parley-seed-'))
  const env = { PARLEY_DATA_DIR: data }
  const start = () => ParleyServer.start({ directory: logs, name: 'server', env })
  try {
    await seedBigDataset({ dataDirectory: data, size, nowMs: Date.now(), start })
    writeFileSync(join(data, 'demo.txt'), 'This directory was filled by npm run seed: its passwords are public.\n')
  } catch (error) {
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true })
    throw error
  } finally {
    rmSync(logs, { recursive: true, force: true })
  }
}

/** Runs the command and returns its exit code. */
export const seedCommand = async (directory: string, size: BigSize): Promise<number> => {
  const began = performance.now()
  try {
    await seedBig(directory, size)
  } catch (error) {
    if (!(error instanceof SeedRefused)) throw error
    console.error(error.message)
    return 1
  }
  console.log(
    `${resolve(directory)} is filled, in ${((performance.now() - began) / 1_000).toFixed(1)} s: ` +
      `PARLEY_DATA_DIR=${directory} npm start. Sign in as ${bigUsers.join(', ')}; the password is ${bigPassword}.`,
  )
  return 0
}
