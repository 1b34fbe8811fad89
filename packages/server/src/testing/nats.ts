import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port'

/** Where `nats-server` is: Debian puts it where a user's PATH may not reach. */
const findNatsServer = (): string | null =>
  Bun.which('nats-server', { PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` })

/** Why tests that need NATS cannot run here; undefined where they can. */
export const whyNoNats = (): string | undefined =>
  findNatsServer() ? undefined : 'there is no nats-server (on Debian: apt-get install nats-server)'

/** Waits for the process that started a server: when that is gone without a word, the server goes too, and its directory. */
const guard = 'read -r over || { kill -KILL "$1"; rm -rf "$2"; }'

/** A real NATS server on a port that it keeps when it is restarted. */
export class TestNats implements AsyncDisposable {
  private process: Bun.Subprocess | undefined
  private guard: Bun.Subprocess<'pipe', 'ignore', 'ignore'> | undefined

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly configuration: string,
  ) {}

  /** `configuration` is more lines for `nats-server.conf`. */
  static async start(configuration = '', port?: number): Promise<TestNats> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-nats-'))
    const nats = new TestNats(port ?? (await freePort()), directory, configuration)
    await nats.start()
    return nats
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`
  }

  /** Starts it, for the first time or again; resolves when it takes connections. */
  async start(): Promise<void> {
    const path = join(this.directory, 'nats-server.conf')
    await Bun.write(path, `listen: "127.0.0.1:${this.port}"\n${this.configuration}\n`)
    const server = Bun.spawn([findNatsServer() ?? 'nats-server', '-c', path], { stderr: 'pipe', stdout: 'ignore' })
    this.process = server
    this.guard = Bun.spawn(['sh', '-c', guard, 'guard', `${server.pid}`, this.directory], {
      stdin: 'pipe',
      stdout: 'ignore',
      stderr: 'ignore',
    })
    this.guard.unref()
    let log = ''
    const reader = server.stderr.pipeThrough(new TextDecoderStream()).getReader()
    while (!log.includes('Server is ready')) {
      const { value, done } = await reader.read()
      if (done) throw new Error(`nats-server ended:\n${log}`)
      log += value
    }
    void drain(reader)
  }

  /** Ends it without a word, as a lost machine would. */
  async kill(): Promise<void> {
    this.process?.kill('SIGKILL')
    await this.process?.exited
    const { guard } = this
    this.guard = undefined
    guard?.stdin.write('over\n')
    await guard?.stdin.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await rm(this.directory, { recursive: true, force: true })
  }
}

const drain = async (reader: { read(): Promise<{ done: boolean }> }): Promise<void> => {
  while (!(await reader.read()).done);
}

/** Three servers that know each other. */
export class TestNatsCluster implements AsyncDisposable {
  private constructor(readonly servers: readonly [TestNats, TestNats, TestNats]) {}

  static async start(): Promise<TestNatsCluster> {
    const routes = [await freePort(), await freePort(), await freePort()]
    const others = routes.map((port) => `"nats://127.0.0.1:${port}"`).join(', ')
    const start = (name: number) =>
      TestNats.start(
        `server_name: "nats${name}"\ncluster { name: "test", listen: "127.0.0.1:${routes[name]}", routes: [${others}] }`,
      )
    return new TestNatsCluster([await start(0), await start(1), await start(2)])
  }

  get url(): string {
    return this.servers.map(({ url }) => url).join(',')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.servers) await server[Symbol.asyncDispose]()
  }
}
