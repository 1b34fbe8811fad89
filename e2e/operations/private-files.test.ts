import { expect, test } from 'bun:test'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { serverMain } from '@parley/server/src/testing/server-main'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const settings = { PARLEY_LOG_LEVEL: 'info' }
const PRIVATE_LINE = 'files that other users could reach are closed to them now'

const run = async (words: readonly string[], env: Record<string, string>) => {
  const child = Bun.spawn([process.execPath, serverMain, ...words], {
    env: { PATH: process.env.PATH ?? '', PARLEY_PORT: '0', PARLEY_TCP_PORT: 'off', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}

/** All files and directories of a data directory that other users can reach, with their modes. */
const reachable = (dataDir: string): string[] =>
  ['.', ...readdirSync(dataDir, { recursive: true }).map(String)]
    .map((name) => `${name} ${(statSync(join(dataDir, name)).mode & 0o777).toString(8)}`)
    .filter((line) => !/ [67]00$/.test(line))

test('all files of a server and its commands are private to their user, with any umask', async () => {
  using directory = temporaryDirectory('private')
  const before = process.umask(0o000)
  try {
    const dataDir = join(directory.path, 'data')
    await using server = await startServer({ dataDir, env: settings })
    expect(readdirSync(dataDir)).toContain('parley.db-wal')
    expect(reachable(dataDir)).toEqual([])
    expect((await server.end('SIGTERM')).output).not.toContain(PRIVATE_LINE)
    const copy = join(directory.path, 'copy')
    const from = ['store', 'copy', '--from', `sqlite:${dataDir}/parley.db`, '--to', `sqlite:${copy}/parley.db`]
    expect(await run(from, {})).toMatchObject({ exitCode: 0 })
    expect(reachable(copy)).toEqual([])
  } finally {
    process.umask(before)
  }
})

test('a start closes the files of older versions with one line in the log, and doctor finds them before', async () => {
  using directory = temporaryDirectory('private')
  const dataDir = join(directory.path, 'data')
  {
    await using first = await startServer({ dataDir, env: settings })
    await first.end('SIGTERM')
  }
  chmodSync(dataDir, 0o755)
  for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644)
  const privacy = async () =>
    (await run(['doctor'], { PARLEY_DATA_DIR: dataDir })).out.split('\n').filter((line) => line.includes('privacy'))
  const more = readdirSync(dataDir).length
  expect(await privacy()).toEqual([
    `! privacy            Other users of this machine can reach ${dataDir} (0755) and ${more} more. Start the server, which removes this access, or run \`chmod -R go= ${dataDir}\`.`,
  ])
  // Files that doctor created when it read the database are open like the database.
  const open = readdirSync(dataDir).length + 1
  await using again = await startServer({ dataDir, env: settings })
  expect(reachable(dataDir)).toEqual([])
  expect(await privacy()).toEqual([
    '✓ privacy            Other users of this machine cannot read any messages or files.',
  ])
  const { output } = await again.end('SIGTERM')
  const lines = output.split('\n').filter((line) => line.includes(PRIVATE_LINE))
  expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ level: 'info', count: open })])
})
