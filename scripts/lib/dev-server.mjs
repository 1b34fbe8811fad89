import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { bunPath } from './bun.mjs'
import { inRoot, root } from './root.mjs'

/** Editors write several files at once. The delay combines them into one restart. */
const SETTLE_MS = 100

/** The address for debuggers. `.vscode/launch.json` contains it, too. */
const inspectAt = 'localhost:6499/parley'

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/**
 * The server of `npm run dev`. It runs from its sources on its own port. `restart` stops it and starts it again. It
 * ends with this process, as with `npm start`.
 */
export class DevServer {
  #child
  #restarts
  #isStale = false
  #isStopped = false
  #hasAnnounced = false

  /** @param options `openAt` is the address that people open; `inspect` and `demo` are options of `npm run dev` */
  static async create(options) {
    return new DevServer(options, await freePort())
  }

  constructor(options, port) {
    this.options = options
    this.port = port
    this.address = `http://127.0.0.1:${port}`
  }

  /** Starts the server. Resolves when it serves, or when it has ended. */
  start() {
    const { inspect, demo } = this.options
    const args = [inRoot('packages', 'server', 'src', 'main.ts'), ...(demo ? ['serve', '--demo'] : [])]
    const own = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: String(this.port), PARENT_PIPE: '3' }
    const child = spawn(bunPath, [...(inspect ? [`--inspect=${inspectAt}`] : []), ...args], {
      cwd: root,
      env: { ...process.env, ...own },
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    })
    this.#child = child
    return new Promise((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text) => {
        this.#print(text)
        if (text.includes(' is running on ')) resolve()
      })
      child.on('error', resolve)
      child.on('exit', (code) => {
        if (this.#child === child) {
          this.#child = undefined
          console.log(`The server ended with exit code ${code}. It starts again when a source changes.`)
        }
        resolve()
      })
    })
  }

  /** Stops the server and starts it from its current sources. Changes during a restart cause one more restart. */
  restart() {
    this.#isStale = true
    this.#restarts ??= this.#restartWhileStale().finally(() => {
      this.#restarts = undefined
    })
    return this.#restarts
  }

  /** Stops the server gracefully and for good. */
  async stop() {
    this.#isStopped = true
    await this.#end()
  }

  async #restartWhileStale() {
    while (this.#isStale && !this.#isStopped) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      this.#isStale = false
      const startedMs = Date.now()
      await this.#end()
      if (!this.#isStopped) await this.start()
      if (this.#child) console.log(`The server restarted in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`)
    }
  }

  #end() {
    const child = this.#child
    if (!child) return undefined
    this.#child = undefined
    return new Promise((resolve) => {
      child.on('exit', resolve)
      child.kill('SIGTERM')
    })
  }

  /** Prints the server's announcement at its first start, with the public address in place of its own. */
  #print(text) {
    if (!this.#hasAnnounced) process.stdout.write(text.replaceAll(this.address, this.options.openAt))
    this.#hasAnnounced ||= text.includes(' is running on ')
  }
}
