/** PostgreSQL, with synchronous commits, and NATS, on one core. */
import { join } from 'node:path'
import { SQL } from 'bun'
import { type CpuOf, startedCpuSeconds, startedPids } from '../lib/process-stats'

const entry = join(import.meta.dir, '../../../server/src/testing/run-services.ts')

export class Services implements AsyncDisposable {
  private constructor(
    private readonly child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>,
    private readonly databaseUrl: string,
    readonly natsUrl: string,
  ) {}

  /** Starts both. They end with their standard input, and thus also when this process ends in any way. */
  static async start(core: number): Promise<Services> {
    const command = ['taskset', '-c', String(core), process.execPath, entry]
    const child = Bun.spawn(command, { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
    const line = await firstLine(child.stdout)
    if (line === undefined) throw new Error('PostgreSQL and NATS did not start')
    const { databaseUrl, natsUrl } = JSON.parse(line) as { databaseUrl: string; natsUrl: string }
    return new Services(child, databaseUrl, natsUrl)
  }

  /** Creates an empty database and returns its address. */
  async createDatabase(name: string): Promise<string> {
    const owner = new SQL(this.databaseUrl, { max: 1 })
    await owner.unsafe(`create database ${name} template template0`)
    await owner.close()
    const url = new URL(this.databaseUrl)
    url.pathname = `/${name}`
    return url.href
  }

  get cpu(): CpuOf {
    return {
      PostgreSQL: () => startedCpuSeconds(this.child.pid, 'postgres'),
      NATS: () => startedCpuSeconds(this.child.pid, 'nats-server'),
    }
  }

  postgresPids(): number[] {
    return startedPids(this.child.pid, 'postgres')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.stdin.end()
    await this.child.exited
  }
}

const firstLine = async (stream: ReadableStream<Uint8Array>): Promise<string | undefined> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  return undefined
}
