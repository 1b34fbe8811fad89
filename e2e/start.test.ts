import { expect, test } from 'bun:test'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { spawnServer, startServer } from './lib/server-process'
import { temporaryDirectory } from './lib/temporary-directory'

const start = join(import.meta.dir, '..', 'scripts', 'start.mjs')

/** Runs the script of `npm start` with Node, in another directory. It ends with the test. */
const run = (directory: string, words: readonly string[]) => {
  const child = Bun.spawn(['node', start, ...words], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', PARLEY_HOST: '127.0.0.1', PARLEY_PORT: '0', PARLEY_TCP_PORT: '0' },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let printed = ''
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) printed += decoder.decode(chunk, { stream: true })
  }
  const reading = Promise.all([collect(child.stdout), collect(child.stderr)])
  return {
    /** Waits until the script has printed a text, or ended without it. */
    prints: async (text: string) => {
      await eventually(() => printed.includes(text) || child.exitCode !== null)
      expect(printed).toContain(text)
    },
    stop: () => child.kill('SIGTERM'),
    ended: async () => {
      await Promise.all([child.exited, reading])
      return { exitCode: child.exitCode, printed }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await child.exited
    },
  }
}

test('the start script serves, prints its address, and forwards SIGTERM', async () => {
  using directory = temporaryDirectory('start')
  await using running = run(directory.path, [])
  await running.prints('"message":"serving"')
  running.stop()
  const { exitCode, printed } = await running.ended()
  expect(printed).toMatch(/On this machine {3}http:\/\/\S+:\d+/)
  expect(printed).toMatch(/http:\/\/\S+\/setup\/\S+/)
  expect(printed).toContain('"message":"stopped"')
  expect(exitCode).toBe(0)
})

test('arguments of the start script reach the command line, and its exit code is returned', async () => {
  using directory = temporaryDirectory('start')
  await using version = run(directory.path, ['version'])
  expect(await version.ended()).toEqual({ exitCode: 0, printed: '0.1.0\n' })
  await using grant = run(directory.path, ['admin', 'grant'])
  expect(await grant.ended()).toEqual({ exitCode: 1, printed: expect.stringContaining('Use: parley admin') })
})

test('a stack trace in the log names the source files of the server', async () => {
  using directory = temporaryDirectory('start')
  const env = { PARLEY_TLS_CERT: directory.path, PARLEY_TLS_KEY: directory.path }
  await using server = spawnServer({ dataDir: join(directory.path, 'data'), port: await freePort(), env })
  const { output } = await server.ended
  const line = output.split('\n').find((text) => text.includes('"stack"')) ?? '{}'
  const files = [...(JSON.parse(line).stack ?? '').matchAll(/\((\/[^:]+):\d+:\d+\)/g)].map(([, file = '']) => file)
  expect(files).toContain(join(import.meta.dir, '..', 'packages', 'server', 'src', 'main.ts'))
  expect(files.filter((file) => !existsSync(file))).toEqual([])
})

test('a checkout in a path with # is refused with one sentence that names it', async () => {
  using directory = temporaryDirectory('start')
  const place = join(directory.path, 'chat#1')
  cpSync(join(import.meta.dir, '..', 'scripts'), join(place, 'scripts'), { recursive: true })
  const child = Bun.spawn(['node', join(place, 'scripts', 'start.mjs')], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  expect({ out, err, exitCode: await child.exited }).toEqual({
    ...{ out: '', exitCode: 1 },
    err: `Parley can't be built in ${place}, because # and ? have a meaning in URLs. Move it to a path without them.\n`,
  })
})

test('a data directory in a path with # and % works', async () => {
  using directory = temporaryDirectory('start')
  const dataDir = join(directory.path, 'chat #1 %41?')
  await using server = await startServer({ dataDir })
  await server.end('SIGTERM')
  expect(existsSync(join(dataDir, 'parley.db'))).toBe(true)
})
