import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { DiskBlobs } from '../blobs/disk'
import { takeDataDirectory } from './data-directory'
import { dataPlace, exposedRemedy, findExposed, sharedBlobsPlace, tighten } from './private-files'

const base = mkdtempSync(join(tmpdir(), 'parley-private-'))
beforeAll(() => chmodSync(base, 0o755))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8)

/** Writes files that all users can read, with their directories. */
const filled = (name: string, files: readonly string[]): string => {
  const directory = join(base, name)
  for (const file of files) {
    const path = join(directory, file)
    mkdirSync(dirname(path), { recursive: true })
    for (let at = dirname(path); at !== base; at = dirname(at)) chmodSync(at, 0o755)
    writeFileSync(path, '')
    chmodSync(path, 0o644)
  }
  return directory
}

test('locking a data directory closes it, and everything in it, to other users', () => {
  const directory = filled('open', ['parley.db', 'parley.db-wal', 'server.lock', 'blobs/ab/id/large'])
  const taken = takeDataDirectory(directory)
  taken.release()
  expect(taken.tightened).toEqual({ count: 8, left: [] })
  const directories = ['.', 'blobs', 'blobs/ab', 'blobs/ab/id'].map((path) => modeOf(join(directory, path)))
  expect(directories).toEqual(['700', '700', '700', '700'])
  const files = ['parley.db', 'parley.db-wal', 'server.lock', 'blobs/ab/id/large']
  expect(files.map((path) => modeOf(join(directory, path)))).toEqual(['600', '600', '600', '600'])
  const again = takeDataDirectory(directory)
  again.release()
  expect(again.tightened).toEqual({ count: 0, left: [] })
})

test('an open file in a closed directory is closed too', () => {
  const directory = filled('restored', ['parley.db'])
  chmodSync(directory, 0o700)
  expect(tighten(dataPlace(directory))).toEqual({ count: 1, left: [] })
  expect(modeOf(join(directory, 'parley.db'))).toBe('600')
})

test('entries behind a symbolic link are reported but not changed', () => {
  const elsewhere = filled('elsewhere', ['pictures/secret', 'other.db'])
  const directory = filled('linked', ['parley.db'])
  symlinkSync(join(elsewhere, 'pictures'), join(directory, 'blobs'))
  symlinkSync(join(elsewhere, 'other.db'), join(directory, 'parley.db-wal'))
  symlinkSync(join(elsewhere, 'missing'), join(directory, 'demo.txt'))
  const { count, left } = tighten(dataPlace(directory))
  expect(count).toBe(2)
  expect(left.map(({ path, why }) => [path, why]).sort()).toEqual([
    [join(directory, 'blobs'), 'link'],
    [join(directory, 'parley.db-wal'), 'link'],
  ])
  expect([modeOf(join(elsewhere, 'pictures')), modeOf(join(elsewhere, 'other.db'))]).toEqual(['755', '644'])
})

test('a data directory behind a link is closed itself', () => {
  const directory = filled('real', ['parley.db'])
  symlinkSync(directory, join(base, 'named'))
  expect(tighten(dataPlace(join(base, 'named')))).toEqual({ count: 2, left: [] })
  expect([modeOf(directory), modeOf(join(directory, 'parley.db'))]).toEqual(['700', '600'])
})

test("other programs' files and their directory keep their modes", () => {
  const directory = filled('mixed', ['parley.db', 'run.sh'])
  const { count, left } = tighten(dataPlace(directory))
  expect(count).toBe(1)
  expect(left).toEqual([{ path: directory, mode: 0o755, why: 'mixed' }])
  expect(exposedRemedy({ path: directory, mode: 0o755, why: 'mixed' })).toContain(`chmod go= ${directory}`)
  expect([modeOf(directory), modeOf(join(directory, 'run.sh'))]).toEqual(['755', '644'])
  expect(modeOf(join(directory, 'parley.db'))).toBe('600')
})

test('a file directory that nodes share through a group stays open to that group, in new files too', async () => {
  const directory = filled('shared', ['installation', 'ab/id/large'])
  for (const path of ['.', 'ab', 'ab/id']) chmodSync(join(directory, path), 0o2775)
  chmodSync(join(directory, 'ab/id/large'), 0o664)
  expect(tighten(sharedBlobsPlace(directory))).toEqual({ count: 5, left: [] })
  expect(['.', 'ab', 'ab/id'].map((path) => modeOf(join(directory, path)))).toEqual(['2770', '2770', '2770'])
  expect(modeOf(join(directory, 'ab/id/large'))).toBe('660')
  const id = newUuidV7()
  const before = process.umask(0o077)
  try {
    await new DiskBlobs(directory).put(`${id}/large`, new Uint8Array(1))
  } finally {
    process.umask(before)
  }
  const made = join(directory, id.slice(-2))
  expect([made, join(made, id), join(made, id, 'large')].map(modeOf)).toEqual(['2770', '2770', '660'])
  expect([...findExposed(sharedBlobsPlace(directory))]).toEqual([])
})

const setpriv = process.getuid?.() === 0 ? Bun.which('setpriv') : null
if (!setpriv) console.log('Skipped, files of another user: this needs root and setpriv, from util-linux.')

test.skipIf(!setpriv)("another user's files are named with their owner, and what to do", async () => {
  const directory = filled('owned', ['parley.db'])
  chmodSync(directory, 0o777)
  const other = async () => {
    const script = `
      import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dir, 'data-directory.ts'))}
      try { console.log(JSON.stringify(takeDataDirectory(${JSON.stringify(directory)}).tightened)) } catch (error) { console.log(error.name, error.message) }`
    const as = [setpriv ?? '', '--reuid=65534', '--regid=65534', '--clear-groups']
    const child = Bun.spawn([...as, process.execPath, '-e', script], { stdout: 'pipe', stderr: 'inherit', cwd: base })
    return (await new Response(child.stdout).text()).trim()
  }
  expect(await other()).toBe(
    `DataDirectoryError ${directory}/parley.db belongs to user 0, and this is user 65534: start the server as that user, or run \`chown -R 65534 ${directory}\` as root.`,
  )
  chmodSync(join(directory, 'parley.db'), 0o666)
  expect(JSON.parse(await other())).toMatchObject({
    left: [
      { path: `${directory}/parley.db`, why: 'owner' },
      { path: directory, why: 'owner' },
    ],
  })
})
