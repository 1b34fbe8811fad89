import type pg from 'pg'
import expectedShapes from '../../storage/migrations/expected-shapes.json' with { type: 'json' }
import { knownMigrations } from '../../storage/migrations/migrate'
import { shapeDifferences } from '../../storage/migrations/shape/differences'
import { readShape } from '../../storage/migrations/shape/read-shape'
import { clockSql } from '../../storage/postgres/append-sql'
import { connectPostgres } from '../../storage/postgres/connect'
import { ClientQueries } from '../../storage/postgres/dialect'
import { placeOf } from '../../storage/postgres/place'
import { CONNECTIONS } from '../../storage/postgres/pool'
import { DatabaseStartError } from '../../storage/start-error'
import { appliedMigrations } from '../../storage/unfinished-copy'
import { readVersions } from '../../storage/versions'
import { bad, type Check, type Finding, good, warning } from './check'
import { schemaFindings } from './schema-finding'

const CONNECT_TIMEOUT_MS = 3_000
const OLDEST = 14
const SKEW_WARNING_MS = 1_000
const SKEW_BAD_MS = 5_000
const CLOCK_SAMPLES = 3
/** The pool, and the connection that keeps strangers off the database. */
const NODE_CONNECTIONS = CONNECTIONS + 1

/** Whether PostgreSQL can be reached, keeps what it acknowledges, and has room for a node. */
export const postgresCheck = (url: string): Check => ({
  name: 'database',
  run: async () => {
    const { where, database } = placeOf(url)
    let client: pg.Client
    try {
      client = await connectPostgres(url, { name: 'parley doctor', timeoutMs: CONNECT_TIMEOUT_MS })
    } catch (error) {
      if (error instanceof DatabaseStartError) return [bad('PostgreSQL cannot be used.', error.message)]
      throw error
    }
    try {
      const settings = await readSettings(client)
      return [
        versionFinding(Number(settings.server_version_num), `${where}/${database}`),
        ...durabilityFindings(settings),
        ...kindFindings(settings),
        connectionsFinding(settings),
        await rightsFinding(client),
        ...(await schemaOf(client)),
        skewFinding(await measureSkew(client)),
      ]
    } finally {
      await client.end()
    }
  },
})

const settingNames = [
  ...['server_version_num', 'fsync', 'synchronous_commit', 'full_page_writes', 'max_connections'],
  ...['superuser_reserved_connections', 'server_encoding', 'transaction_read_only'],
] as const
type Settings = Readonly<Record<(typeof settingNames)[number], string>>

const readSettings = async (client: pg.Client): Promise<Settings> => {
  const columns = settingNames.map((name) => `current_setting('${name}') as ${name}`)
  const { rows } = await client.query<Settings>(`select ${columns.join(', ')}`)
  const [settings] = rows
  if (!settings) throw new Error('PostgreSQL returned no settings')
  return settings
}

const versionFinding = (versionNumber: number, where: string): Finding => {
  const version = `${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`
  const text = `PostgreSQL ${version} answers at ${where}.`
  return versionNumber >= OLDEST * 10_000 ? good(text) : bad(text, `Update it to ${OLDEST} or newer.`)
}

/** Whether a message that was acknowledged survives a power cut. */
export const durabilityFindings = (
  settings: Pick<Settings, 'fsync' | 'synchronous_commit' | 'full_page_writes'>,
): Finding[] => {
  const off = Object.entries(settings).filter(
    ([name, value]) => value === 'off' && ['fsync', 'synchronous_commit', 'full_page_writes'].includes(name),
  )
  if (off.length === 0)
    return [
      good(`Commits are on disk before they are acknowledged (synchronous_commit ${settings.synchronous_commit}).`),
    ]
  return off.map(([name]) =>
    bad(
      `${name} is off: acknowledged messages can be lost when the machine stops.`,
      `Run \`alter system set ${name} = on; select pg_reload_conf()\`, and check \`alter role\` and \`alter database\` settings.`,
    ),
  )
}

const kindFindings = (settings: Settings): Finding[] => [
  ...(settings.server_encoding === 'UTF8'
    ? []
    : [
        bad(
          `The database's encoding is ${settings.server_encoding}.`,
          'Create one with `createdb --encoding=UTF8 --template=template0`. Names and messages can contain any character.',
        ),
      ]),
  ...(settings.transaction_read_only === 'on'
    ? [
        bad(
          'The database is read-only: it is a standby, or configured that way.',
          'Set PARLEY_DATABASE_URL to the primary.',
        ),
      ]
    : []),
]

const connectionsFinding = (settings: Settings): Finding => {
  const free = Number(settings.max_connections) - Number(settings.superuser_reserved_connections)
  const nodes = Math.floor(free / NODE_CONNECTIONS)
  const text = `max_connections leaves ${free}, and each node uses up to ${NODE_CONNECTIONS}: enough for ${nodes} nodes.`
  const remedy = 'Raise max_connections, and restart PostgreSQL.'
  if (nodes < 1) return bad(text, remedy)
  return nodes < 3 ? warning(text, remedy) : good(text)
}

const rightsFinding = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ schema: string | null; may: boolean | null; role: string }>(
    "select current_schema() as schema, has_schema_privilege(current_schema(), 'create') as may, current_user as role",
  )
  const { schema = null, may = false, role = '' } = rows[0] ?? {}
  return may
    ? good(`The user ${role} can create tables in ${schema}.`)
    : bad(
        `The user ${role} cannot create tables in ${schema ?? 'any schema'}.`,
        `Run \`grant create on schema ${schema ?? 'public'} to ${role}\`, or make that user the owner of the database.`,
      )
}

const schemaOf = async (client: pg.Client): Promise<Finding[]> => {
  const { rows } = await client.query<{ name: string; readable: boolean; role: string; schema: string }>(
    `select tablename as name, current_user as role, schemaname as schema,
      has_table_privilege(format('%I.%I', schemaname, tablename), 'select') as readable
    from pg_tables where schemaname = current_schema()`,
  )
  const migrations = rows.find(({ name }) => name === 'kysely_migration')
  if (migrations && !migrations.readable)
    return [
      bad(
        `The user ${migrations.role} cannot read the tables in ${migrations.schema}.`,
        'Set PARLEY_DATABASE_URL to the user that created them.',
      ),
    ]
  const tables = rows.map(({ name }) => name)
  const db = new ClientQueries().over(client)
  const applied = migrations ? await appliedMigrations(db) : []
  const state = { tables, applied, known: knownMigrations, differences: [] }
  if (!tables.includes('meta') || applied.length === 0) return schemaFindings(state)
  const versions = await readVersions(db)
  // Only the start itself can tell what an upgrade will make of older tables: it changes nothing if they don't fit.
  const isUpToDate = applied.join() === knownMigrations.join()
  const differences = isUpToDate ? shapeDifferences(expectedShapes.postgres, await readShape(db, 'postgres')) : []
  return schemaFindings({ ...state, versions, differences })
}

/** How far the database's clock is before this machine's: of several measurements, the one that took least. */
const measureSkew = async (client: pg.Client): Promise<number> => {
  let tookMs = Number.POSITIVE_INFINITY
  let skewMs = 0
  for (let sample = 0; sample < CLOCK_SAMPLES; sample++) {
    const sentAt = Date.now()
    const { rows } = await client.query<{ now: number }>(`select ${clockSql} as now`)
    const answeredAt = Date.now()
    if (answeredAt - sentAt >= tookMs) continue
    tookMs = answeredAt - sentAt
    skewMs = (rows[0]?.now ?? answeredAt) - (sentAt + answeredAt) / 2
  }
  return skewMs
}

/** The finding for a difference of clocks. */
export const skewFinding = (skewMs: number): Finding => {
  const off = Math.abs(skewMs)
  const text = `This machine's clock is ${(off / 1_000).toFixed(off < 100 ? 3 : 1)} s ${skewMs > 0 ? 'behind' : 'ahead of'} the database's.`
  const remedy = 'Use for both the same time server (chrony or systemd-timesyncd).'
  if (off > SKEW_BAD_MS) return bad(text, remedy)
  return off > SKEW_WARNING_MS ? warning(text, remedy) : good(text)
}
