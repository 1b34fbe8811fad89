import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { root } from './root.mjs'
import { exitCodeOf } from './run.mjs'

/** The variable with the number of a file descriptor in a child. The descriptor closes when the parent is gone. */
const PIPE_VARIABLE = 'PARENT_PIPE'
const PIPE = 3
const WATCH_NPM_MS = 300
const signals = ['SIGTERM', 'SIGHUP', 'SIGINT']

let child
let isEnding = false

/**
 * Runs a command with this process's input and output. The pipe between both closes when this process ends, even by
 * SIGKILL. A child that watches the pipe then ends, too. Resolves to its exit code.
 */
export const runWithParent = (command, args) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, [PIPE_VARIABLE]: String(PIPE) }
    child = spawn(command, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'pipe'] })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      child = undefined
      if (isEnding) process.exit(exitCodeOf(code, signal))
      resolve(exitCodeOf(code, signal))
    })
  })

const end = (signal, { isPassedOn = true } = {}) => {
  isEnding = true
  if (!child) process.exit(exitCodeOf(null, signal))
  if (isPassedOn) child.kill(signal)
}

/**
 * Forwards signals to the child and ends with it. It applies at once, so that a start that was stopped during the build
 * doesn't serve afterwards. npm forwards SIGTERM. If npm is killed, this process gets another parent.
 */
export const endWithChild = () => {
  // In a terminal, Ctrl+C reaches the whole process group. Forwarding it would deliver it twice.
  for (const signal of signals)
    process.on(signal, () => end(signal, { isPassedOn: signal !== 'SIGINT' || !process.stdin.isTTY }))
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  setInterval(() => !isEnding && process.ppid !== npm && end('SIGTERM'), WATCH_NPM_MS).unref()
}

/** Ends this process, a child of `runWithParent`, when its parent is gone. */
export const endWithParent = () => {
  const fd = Number(process.env[PIPE_VARIABLE])
  delete process.env[PIPE_VARIABLE]
  if (fd !== PIPE) return
  const pipe = new Socket({ fd, readable: true, writable: false })
  pipe.on('error', () => {}).on('close', () => process.exit(1))
  pipe.resume().unref()
}
