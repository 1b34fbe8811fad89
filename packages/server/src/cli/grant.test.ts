import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { HttpApp } from '../testing/http-app'

const run = async (dataDir: string, ...words: string[]) => {
  const command = [process.execPath, join(import.meta.dir, '..', 'main.ts'), ...words]
  const env = { PATH: process.env.PATH ?? '', PARLEY_DATA_DIR: dataDir }
  const child = Bun.spawn(command, { env, stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}

test('the command line makes an administrator while the server runs, from the next call on', async () => {
  await using app = await HttpApp.start()
  const { token } = await app.register('alice')
  const settings = async () => (await app.call('admin.settings', {}, { authorization: `Bearer ${token}` })).status
  expect(await settings()).toBe(403)
  const dataDir = join(app.directory, 'data')
  expect(await run(dataDir, 'admin', 'grant', '@Alice')).toEqual({
    exitCode: 0,
    out: 'alice is an administrator now.\n',
    err: '',
  })
  expect(await settings()).toBe(200)
  expect(await app.app.setupCode()).toBeUndefined()
  expect(await run(dataDir, 'admin', 'grant', 'nobody')).toMatchObject({
    exitCode: 1,
    err: 'Nobody has the user name nobody: let them register first.\n',
  })
})

test('without a database there is nobody to make an administrator', async () => {
  expect(await run('/nonexistent/parley', 'admin', 'grant', 'alice')).toEqual({
    exitCode: 1,
    out: '',
    err: 'There is no database in /nonexistent/parley yet: start the server once.\n',
  })
})
