import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataDirectoryError, takeDataDirectory } from './data-directory'

const base = mkdtempSync(join(tmpdir(), 'parley-test-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

test('a directory that is not there is made', () => {
  const taken = takeDataDirectory(join(base, 'deep', 'data'))
  expect(taken.databasePath).toBe(join(base, 'deep', 'data', 'parley.db'))
  taken.release()
})

test('two servers do not share a directory, one after the other may have it', async () => {
  const directory = join(base, 'shared')
  const script = `
    import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dir, 'data-directory.ts'))}
    try { takeDataDirectory(${JSON.stringify(directory)}); console.log('taken') } catch (error) { console.log(error.message) }`
  const other = async () => {
    const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'inherit' })
    return (await new Response(child.stdout).text()).trim()
  }
  const taken = takeDataDirectory(directory)
  expect(await other()).toStartWith(`Another server already runs on the data directory ${directory}: stop it, or`)
  taken.release()
  expect(await other()).toBe('taken')
  takeDataDirectory(directory).release()
})

test('a place where nothing can be written is refused with a sentence', () => {
  writeFileSync(join(base, 'file'), '')
  expect(() => takeDataDirectory(join(base, 'file', 'data'))).toThrow(DataDirectoryError)
  expect(() => takeDataDirectory(join(base, 'file'))).toThrow(
    /cannot be written \(E[A-Z]+\): let this user write there/,
  )
})
