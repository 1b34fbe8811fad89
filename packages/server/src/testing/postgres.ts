import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { systemClock } from '../lib/clock'
import { Postgres } from '../storage/postgres/postgres'
import { freePort } from './free-port'
import { UsedDatabases } from './used-databases'

/** Where the programs of PostgreSQL are; undefined where it is not installed. */
export const findPostgres = (): string | undefined => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const onPath = (process.env.PATH ?? '').split(delimiter)
  return [...versions.map((version) => join(debian, version, 'bin')), ...onPath].find(
    (directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'postgres')),
  )
}

/** Runs something as the user `postgres`, because PostgreSQL refuses to run as root. */
const asPostgres = (command: string[]): string[] =>
  process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command

const run = async (command: string[]): Promise<string> => {
  const child = Bun.spawn(asPostgres(command), { cwd: '/', stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  if ((await child.exited) !== 0) throw new Error(`${command[0]}: ${out}${err}`)
  return out
}

/**
 * Runs the server for as long as its input is open, so that it ends with the process that started it. The rest of the
 * directory is removed when the last line is `remove`.
 */
const keeper = `
"$1/postgres" -D "$2" -p "$3" -k "$2" $4 >>"$2/log" 2>&1 &
server=$!
last=remove
while read -r line; do last=$line; [ "$line" = quick ] && break; [ "$line" = keep ] && break; done
if [ "$last" = quick ]; then kill -QUIT $server; else kill -INT $server; fi
wait $server
[ "$last" = remove ] && rm -rf "$2"
exit 0`

/**
 * The data is deleted with its test, so it need not be durable, and hundreds of short-lived databases need no vacuum.
 * Tests may read commit times.
 */
const hasty = [
  'track_commit_timestamp=on',
  'fsync=off',
  'full_page_writes=off',
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
]

export interface PostgresServerOptions {
  /** Waits for the disk, as a server that people use does. */
  readonly durable?: boolean
}

/** A real PostgreSQL on a free port, with a directory of its own. */
export class PostgresServer implements AsyncDisposable {
  private child: Bun.Subprocess<'pipe', 'ignore', 'ignore'> | undefined
  private made = 0

  private constructor(
    private readonly bin: string,
    private readonly directory: string,
    private readonly place: { readonly port: number; readonly settings: string },
  ) {}

  static async start({ durable = false }: PostgresServerOptions = {}): Promise<PostgresServer> {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('PostgreSQL is not installed')
    const directory = (await run(['mktemp', '-d', join(tmpdir(), 'parley-postgres-XXXXXX')])).trim()
    const made = ['--auth=trust', '--username=parley', '--encoding=UTF8', '--locale=C.UTF-8']
    await run([join(bin, 'initdb'), '-D', directory, '--no-sync', ...made])
    // One user has to say a password.
    const access = ['local all all trust', 'host all locked all scram-sha-256', 'host all all all trust']
    await writeFile(join(directory, 'pg_hba.conf'), `${access.join('\n')}\n`)
    const settings = [...(durable ? [] : hasty), 'max_connections=300', 'listen_addresses=127.0.0.1']
    const place = { port: await freePort(), settings: settings.map((one) => `-c ${one}`).join(' ') }
    const server = new PostgresServer(bin, directory, place)
    await server.resume()
    return server
  }

  /** The address of a database. */
  url(database = 'postgres', user = 'parley'): string {
    return `postgres://${user}@127.0.0.1:${this.place.port}/${database}`
  }

  /** Starts it again after `end`. */
  async resume(): Promise<void> {
    const { port, settings } = this.place
    const command = ['sh', '-c', keeper, 'keeper', this.bin, this.directory, `${port}`, settings]
    this.child = Bun.spawn(asPostgres(command), { cwd: '/', stdin: 'pipe', stdout: 'ignore', stderr: 'ignore' })
    this.child.unref()
    for (let tries = 0; ; tries++) {
      const client = new pg.Client({ connectionString: this.url() })
      try {
        await client.connect()
        return
      } catch (error) {
        if (tries > 600) throw error
        await Bun.sleep(50)
      } finally {
        await client.end().catch(() => {})
      }
    }
  }

  /** Ends it: `quick` disconnects clients without notice, like a crash. Its data stays. */
  async end(how: 'keep' | 'quick'): Promise<void> {
    await this.tell(how)
  }

  /** Makes a database, empty or as another one is; answers its address. */
  async createDatabase(template = 'template0'): Promise<string> {
    const name = `test_${++this.made}`
    await this.query(`create database ${name} template ${template} strategy wal_log`)
    return this.url(name)
  }

  /** One statement as the owner of everything. */
  async query(sql: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: this.url(database) })
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tell('remove')
  }

  private async tell(word: string): Promise<void> {
    this.child?.stdin.write(`${word}\n`)
    await this.child?.stdin.end()
    await this.child?.exited
  }
}

const TEMPLATE = 'parley_template'

/** The server that all tests of one process share; it ends with the process. */
let shared: Promise<PostgresServer> | undefined

/** A server whose template holds the tables, so that a database for one test is a copy of files. */
export const sharedPostgres = (): Promise<PostgresServer> => {
  shared ??= (async () => {
    const server = await PostgresServer.start()
    await server.query(`create database ${TEMPLATE} template template0`)
    const made = await Postgres.open({ url: server.url(TEMPLATE), clock: systemClock, publish: () => {} })
    await made.stop()
    return server
  })()
  return shared
}

/** A migrated database that no other test has used or will use; the address of it. */
export const freshPostgres = async (): Promise<string> => (await sharedPostgres()).createDatabase(TEMPLATE)

/** Migrated databases for tests that give them back. */
export const usedPostgres = new UsedDatabases(freshPostgres)
