import { expect, test } from 'bun:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@parley/server/src/testing/free-port'
import { temporaryDirectory } from '../lib/temporary-directory'

const root = join(import.meta.dir, '..', '..')
const example = readFileSync(join(root, 'deploy', 'parley.service'), 'utf8')

/** The unchanged example, with the paths of this machine. */
const unit = ({ dataDir, user }: { dataDir: string; user: string }): string =>
  example
    .replaceAll('/opt/parley', root)
    .replace('PARLEY_DATA_DIR=/var/lib/parley', `PARLEY_DATA_DIR=${dataDir}`)
    .replace(/(User|Group)=parley/g, `$1=${user}`)

const settingOf = (text: string, key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? ''

const analyze = Bun.which('systemd-analyze')
if (!analyze) console.log('Check of deploy/parley.service by systemd skipped: systemd-analyze is not installed.')

test.skipIf(!analyze)('systemd finds no problems in the example of a service', async () => {
  using directory = temporaryDirectory('service')
  const file = join(directory.path, 'parley.service')
  writeFileSync(file, unit({ dataDir: directory.path, user: 'root' }))
  const child = Bun.spawn([analyze ?? '', 'verify', '--man=no', file], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  // Other units of the machine may have their own problems.
  const ours = `${out}${err}`.split('\n').filter((line) => line.includes('parley'))
  expect(ours).toEqual([])
})

test("the service's command serves without npm and without a start script, and stops gracefully", async () => {
  using directory = temporaryDirectory('service')
  expect(existsSync(join(root, 'packages', 'server', 'dist', 'main.js')), 'the built server').toBe(true)
  const text = unit({ dataDir: join(directory.path, 'data'), user: 'parley' })
  const port = await freePort()
  const [name = '', value = ''] = settingOf(text, 'Environment').split('=')
  const child = Bun.spawn(settingOf(text, 'ExecStart').split(' '), {
    cwd: directory.path,
    env: { [name]: value, PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${port}`, PARLEY_TCP_PORT: '0' },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  })
  const ready = () => fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
  while ((await ready())?.status !== 200) {
    expect(child.exitCode).toBeNull()
    await Bun.sleep(20)
  }
  expect(existsSync(join(directory.path, 'data', 'parley.db'))).toBe(true)
  child.kill('SIGTERM')
  expect(await child.exited).toBe(0)
})
