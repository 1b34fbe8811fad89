import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataDirectoryError, takeDataDirectory } from './data-directory'

const base = mkdtempSync(join(tmpdir(), 'parley-test-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

test('a missing directory is created', () => {
  const taken = takeDataDirectory(join(base, 'deep', 'data'))
  expect(taken.databasePath).toBe(join(base, 'deep', 'data', 'parley.db'))
  taken.release()
})

test("two servers can't share a directory at once, but one after the other", async () => {
  const directory = join(base, 'shared')
  const script = `
    import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dir, 'data-directory.ts'))}
    try { takeDataDirectory(${JSON.stringify(directory)}); console.log('taken') } catch (error) { console.log(error.message) }`
  const other = async () => {
    const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'inherit' })
    return (await new Response(child.stdout).text()).trim()
  }
  const taken = takeDataDirectory(directory)
  expect(await other()).toStartWith(`Another server is already running on the data directory ${directory}: stop it, or`)
  taken.release()
  expect(await other()).toBe('taken')
  takeDataDirectory(directory).release()
})

test("a directory that isn't writable is refused with a sentence", () => {
  writeFileSync(join(base, 'file'), '')
  expect(() => takeDataDirectory(join(base, 'file', 'data'))).toThrow(DataDirectoryError)
  expect(() => takeDataDirectory(join(base, 'file'))).toThrow(
    /cannot be written \(E[A-Z]+\): let this user write there/,
  )
})
