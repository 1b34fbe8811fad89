import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { freePort } from '@parley/server/src/testing/free-port'
import { spawnServer, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

/** Starts a server that must fail to start, and returns the lines that it prints. */
const refusedStart = async (
  prepare: (directory: string) => Readonly<Record<string, string>> | undefined,
): Promise<string[]> => {
  using directory = temporaryDirectory('surroundings')
  const env = prepare(directory.path) ?? {}
  await using server = spawnServer({ dataDir: `${directory.path}/data`, port: await freePort(), env })
  const { exitCode, output } = await server.ended
  expect(exitCode).toBeGreaterThan(0)
  return output.split('\n').filter((line) => line.trim() !== '')
}

test('an unknown variable stops the start with one sentence that names it', async () => {
  const lines = await refusedStart(() => ({ PARLEY_PROT: '8080' }))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('PARLEY_PROT')
})

test('an unknown key in parley.toml stops the start with one sentence that names it', async () => {
  const lines = await refusedStart((directory) => {
    writeFileSync(`${directory}/parley.toml`, 'prot = 8080\n')
    return undefined
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('prot')
})

test('a bad value stops the start with one sentence that names it', async () => {
  const lines = await refusedStart(() => ({ PARLEY_REGISTRATION: 'sometimes' }))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('PARLEY_REGISTRATION')
})

test('a host that has no address stops the start with one sentence that names it, for HTTP and for TCP', async () => {
  const host = 'no-such-host.invalid'
  const sentence = (name: string) =>
    expect.stringMatching(
      new RegExp(
        `^The name ${host} has no address \\(E\\w+\\): set ${name} to an address of this machine, or to 0\\.0\\.0\\.0`,
      ),
    )
  expect(await refusedStart(() => ({ PARLEY_HOST: host }))).toEqual([sentence('PARLEY_HOST')])
  expect(await refusedStart(() => ({ PARLEY_TCP_HOST: host }))).toEqual([sentence('PARLEY_TCP_HOST')])
})

test('a file that is not TOML stops the start with one sentence that names the line', async () => {
  const lines = await refusedStart((directory) => {
    writeFileSync(`${directory}/parley.toml`, 'port = 8080\nhost = "127.0.0.1\n')
    return undefined
  })
  expect(lines).toEqual([expect.stringMatching(/^parley\.toml, line 2: this is not TOML \(.*\)\. Correct the line\.$/)])
})

test("a data directory that can't be created stops the start with one sentence that names it", async () => {
  const lines = await refusedStart((directory) => {
    writeFileSync(`${directory}/data`, 'a file where the directory should be')
    return undefined
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('/data')
})

test('a data directory that is not writable stops the start with one sentence that names it', async () => {
  const lines = await refusedStart((directory) => {
    // Permissions don't stop root. A directory with the name of the database file does.
    if (process.getuid?.() === 0) mkdirSync(`${directory}/data/parley.db`, { recursive: true })
    else mkdirSync(`${directory}/data`, { mode: 0o500 })
    return undefined
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('/data')
})

test('a port in use stops the start with one sentence that names it', async () => {
  using directory = temporaryDirectory('surroundings')
  await using first = await startServer({ dataDir: `${directory.path}/data` })
  const lines = await refusedStart(() => ({ PARLEY_PORT: String(first.port) }))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(String(first.port))
})
