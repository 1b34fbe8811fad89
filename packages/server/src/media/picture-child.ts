/** Runs in a process of its own: makes one picture for each message, and ends itself when one costs too much. */

import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { makePicture } from './make-picture'
import { COSTLY_EXIT, type PictureAnswer, type PictureJob, READY } from './picture-job'

/** Between two looks at what a picture has cost so far. */
const WATCH_MS = 20
/** Behind whatever serves messages. */
const PRIORITY = 10

/** Decoding runs on threads of the runtime, so that this timer runs meanwhile. Answers what ends the watch. */
const watch = ({ cpuMs, memoryBytes }: PictureJob): (() => void) => {
  const before = process.cpuUsage()
  const look = setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    if ((user + system) / 1_000 > cpuMs || process.memoryUsage.rss() > memoryBytes) process.exit(COSTLY_EXIT)
  }, WATCH_MS)
  return () => clearInterval(look)
}

const answer = async (job: PictureJob): Promise<PictureAnswer> => {
  const end = watch(job)
  try {
    const made = await makePicture(await readFile(job.path), job)
    return { ...made, ...used() }
  } catch (error) {
    return { error: String(error), ...used() }
  } finally {
    end()
  }
}

const used = () => {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1_000, memoryBytes: process.memoryUsage.rss() }
}

setPriority(PRIORITY)
try {
  // Where memory runs out, Linux ends this process rather than the server.
  writeFileSync('/proc/self/oom_score_adj', '1000')
} catch {
  // There is no such file on other systems.
}
// A signal to all processes of the server lets this one finish its pictures first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
// The server closed the channel, or has ended in whatever way.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', async (job: PictureJob) => process.send?.(await answer(job)))
process.send?.(READY)
