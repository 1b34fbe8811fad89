import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from './sources.mjs'

const hashFile = (directory) => join(directory, '.sources')

/** True if a directory was built from the current state of these sources. */
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

/** Removes leftovers of builds that were killed. */
const removeAbandoned = (beside) => {
  for (const name of existsSync(beside) ? readdirSync(beside) : []) {
    const pid = /^\.parley-(\d+)/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(beside, name), { recursive: true, force: true })
  }
}

/**
 * Builds next to `directory` and then renames the result into place, so that readers never see a partial build.
 * @param make builds into the directory that it receives
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
