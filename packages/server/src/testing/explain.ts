import { Database } from 'bun:sqlite'
import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import { PLANNING } from '../storage/postgres/pool'

/** A query as it ran. */
export type Ran = Pick<CompiledQuery, 'sql' | 'parameters'>

/** Where nothing but the chat is looked for, these hold what is wanted alone, and in its order. */
const inOrder = /\b(members_(first|present|leading|by_nickname))\b/
/** The name of parts that end at a limit each: sorting what is in them is fine. */
const few = / as "few"/
/** Holds one chat. */
const world = 'chats USING INDEX chats_everybodys'
const wholeChat = /^SEARCH (\S+) USING .*\(chat_key=\?\)$/

/** Queries by rev or id must use that index, and not the range of seqs. */
const bySeq = /\(chat_key=\? AND seq>\? AND seq<\?\)$/
const byRevOrId = / and ("?\w+"?\.)?"?(rev|id)"? (>|=) /

/**
 * Whether a query reads an index from one bound on to its end. SQLite takes a comparison of row values, as in `(at + 1, key) <
 * (?, ?)`, as a bound only where the first value is a column. Otherwise it compares each row.
 */
const lacksBound = (line: string, sql: string): boolean => {
  if (line.includes('<expr>>? AND <expr><?')) return false
  return (line.includes('<expr>>?') && sql.includes(') < (')) || (line.includes('<expr><?') && sql.includes(') > ('))
}

/** The parts of an SQLite query plan that grow with the tables. SQLite plans without looking at rows or values. */
export const growthInSqlite = (path: string, { sql }: Ran): string[] => {
  using connection = new Database(path, { readonly: true })
  const rows = connection.query<{ detail: string }, []>(`explain query plan ${sql}`).all()
  const lines = rows.map(({ detail }) => detail)
  const made = new Set(lines.flatMap((line) => line.match(/^(?:CO-ROUTINE|MATERIALIZE) (\S+)/)?.[1] ?? []))
  return lines.filter((line) => {
    const scanned = line.match(/^SCAN (\S+)/)?.[1]
    if (line.includes(world)) return false
    if (scanned !== undefined) return scanned !== 'CONSTANT' && !scanned.startsWith('(') && !made.has(scanned)
    if (lacksBound(line, sql)) return true
    if (line === 'USE TEMP B-TREE FOR ORDER BY') return !few.test(sql)
    if (bySeq.test(line)) return byRevOrId.test(sql)
    return wholeChat.test(line) && !inOrder.test(line)
  })
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

/** Rows that a node took from a table or an index, whether it passed them on or not. */
const rowsRead = (node: Node): number => {
  const isScan = /Scan$/.test(node['Node Type']) && ('Relation Name' in node || 'Index Name' in node)
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': rechecked = 0 } = node
  const own = isScan ? (node['Actual Rows'] + filtered + rechecked) * node['Actual Loops'] : 0
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), own)
}

const sketch = (node: Node): string => {
  const name = [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' ')
  const below = (node.Plans ?? []).map(sketch).join(', ')
  return below === '' ? `${name}: ${rowsRead(node)} rows` : `${name} (${below})`
}

/** A session that keeps the plan that it made of a statement first, for any values. */
export class GenericPlans implements AsyncDisposable {
  private readonly names = new Map<string, string>()

  private constructor(private readonly client: pg.Client) {}

  static async connect(url: string): Promise<GenericPlans> {
    const client = new pg.Client({ connectionString: url, options: PLANNING })
    await client.connect()
    return new GenericPlans(client)
  }

  /** Plans a query, as the tables are now. */
  async plan(query: Ran): Promise<void> {
    await this.explain(query)
  }

  /** How many rows a query goes through by its plan, and how; nothing of it lasts. */
  async rows(query: Ran): Promise<{ rows: number; plan: string }> {
    const root = await this.explain(query)
    return { rows: rowsRead(root), plan: sketch(root) }
  }

  /** Gathers statistics of all tables, as PostgreSQL does by itself after a while. */
  async analyze(): Promise<void> {
    await this.client.query('vacuum analyze')
  }

  /** Whether it has planned a query. */
  knows({ sql }: Ran): boolean {
    return this.names.has(sql)
  }

  private async explain(query: Ran): Promise<Node> {
    const { sql } = query
    const known = this.names.get(sql)
    const name = known ?? `p${this.names.size}`
    if (known === undefined) await this.client.query(`prepare ${name} as ${sql}`)
    this.names.set(sql, name)
    const values = await this.literals(name, query)
    await this.client.query('begin')
    const { rows } = await this.client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
      `explain (analyze, timing off, format json) execute ${name}${values}`,
    )
    await this.client.query('rollback')
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
    if (!plan) throw new Error(`no plan of ${sql}`)
    return plan
  }

  /** Values go to the server in its binary form, and into EXECUTE as texts, which the server makes of them. */
  private async literals(name: string, { parameters }: Ran): Promise<string> {
    if (parameters.length === 0) return ''
    const { rows } = await this.client.query<{ types: string }>(
      `select array_to_string(parameter_types, ' ') as types from pg_prepared_statements where name = '${name}'`,
    )
    const types = rows[0]?.types.split(' ') ?? []
    const texts = await this.client.query<Record<string, string | null>>(
      `select ${types.map((type, at) => `cast(cast($${at + 1} as ${type}) as text) as v${at}`).join(', ')}`,
      [...parameters],
    )
    const found = types.map((_, at) => texts.rows[0]?.[`v${at}`] ?? null)
    return `(${found.map((text) => (text === null ? 'null' : pg.escapeLiteral(text))).join(', ')})`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end()
  }
}
