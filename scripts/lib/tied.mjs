import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { root } from './root.mjs'
import { exitCodeOf } from './run.mjs'

/** The file descriptor in a child that closes when its parent is gone, as the variable that names it. */
const PIPE_VARIABLE = 'PARENT_PIPE'
const PIPE = 3
const WATCH_NPM_MS = 300
const signals = ['SIGTERM', 'SIGHUP', 'SIGINT']

let child
let isEnding = false

/**
 * Runs a command with this process's own input and output. However this process ends, also by SIGKILL, the pipe between both
 * closes, and a child that looks at it ends too. Resolves to its exit code.
 */
export const runTied = (command, args) =>
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
 * Passes signals on to the child and ends with it, from now on and whatever is being done: a start that was stopped while it
 * builds must not serve afterwards. npm passes SIGTERM on; when it is killed, this process has another parent.
 */
export const endTogether = () => {
  // In a terminal, Ctrl+C reaches the whole process group already: passing it on would make it arrive twice.
  for (const signal of signals)
    process.on(signal, () => end(signal, { isPassedOn: signal !== 'SIGINT' || !process.stdin.isTTY }))
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  setInterval(() => !isEnding && process.ppid !== npm && end('SIGTERM'), WATCH_NPM_MS).unref()
}

/** In a child of `runTied`: ends this process when its parent is gone. */
export const endWithParent = () => {
  const fd = Number(process.env[PIPE_VARIABLE])
  delete process.env[PIPE_VARIABLE]
  if (fd !== PIPE) return
  const pipe = new Socket({ fd, readable: true, writable: false })
  pipe.on('error', () => {}).on('close', () => process.exit(1))
  pipe.resume().unref()
}
