import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from './sources.mjs'

const hashFile = (directory) => join(directory, '.sources')

/** Whether a directory was built from these sources as they are. */
export const isFresh = (directory, sources) =>
  existsSync(hashFile(directory)) && readFileSync(hashFile(directory), 'utf8') === hashOf(sources)

const isRunning = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** What builds left behind that were killed. */
const removeAbandoned = (beside) => {
  for (const name of existsSync(beside) ? readdirSync(beside) : []) {
    const pid = /^\.parley-(\d+)/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(beside, name), { recursive: true, force: true })
  }
}

/**
 * Has something built beside `directory`, and then puts it in its place, so that nobody ever sees half of it.
 * @param make builds into the directory that it is given
 */
export const build = async (directory, { sources, beside, make }) => {
  const hash = hashOf(sources)
  const built = join(beside, `.parley-${process.pid}`)
  const old = `${built}-old`
  removeAbandoned(beside)
  try {
    await make(built)
    writeFileSync(hashFile(built), hash)
    if (existsSync(directory)) renameSync(directory, old)
    renameSync(built, directory)
  } finally {
    for (const path of [built, old]) rmSync(path, { recursive: true, force: true })
  }
}
