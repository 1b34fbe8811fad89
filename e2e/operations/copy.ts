import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { eventually } from '@parley/server/src/testing/eventually'
import { findPostgres } from '@parley/server/src/testing/postgres'
import { serverMain } from '@parley/server/src/testing/server-main'
import { SQL } from 'bun'

/** Tests of copies need both databases. */
export const missingPostgres = findPostgres() === undefined
if (missingPostgres) console.log('Tests of copies between databases skipped: PostgreSQL is not installed.')

export interface Copy {
  readonly from: string
  readonly to: string
}

const spawn = ({ from, to }: Copy) => {
  const env = { PATH: process.env.PATH ?? '', USER: process.env.USER ?? '' }
  const words = ['store', 'copy', '--from', from, '--to', to]
  return Bun.spawn([process.execPath, serverMain, ...words], { env, stdout: 'pipe', stderr: 'pipe' })
}

/** Runs `parley store copy` and waits for its end. */
export const copyStore = async (copy: Copy) => {
  const child = spawn(copy)
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}

/** Kills a copy while it copies the messages. Returns how many of them the target then has. */
export const killWhile = async (copy: Copy): Promise<{ readonly messages: number }> => {
  const child = spawn(copy)
  await eventually(async () => child.exitCode !== null || (await messagesIn(copy.to)) > 0)
  child.kill('SIGKILL')
  await child.exited
  return { messages: await messagesIn(copy.to) }
}

/** Before there is a table, the count is zero. */
const messagesIn = async (place: string): Promise<number> => {
  try {
    return await countMessages(place)
  } catch {
    return 0
  }
}

const countMessages = async (place: string): Promise<number> => {
  const query = 'select count(*) as count from messages'
  if (place.startsWith('postgres')) {
    await using sql = new SQL(place, { max: 1 })
    const [row] = await sql.unsafe(query)
    return Number(row.count)
  }
  const path = place.slice('sqlite:'.length)
  // Don't open the database before its log exists, because a reader would block its creation.
  if (!existsSync(`${path}-wal`)) return 0
  using database = new BunDatabase(path, { readonly: true })
  return database.query<{ count: number }, []>(query).get()?.count ?? 0
}
