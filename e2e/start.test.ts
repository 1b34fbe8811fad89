import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { temporaryDirectory } from './lib/temporary-directory'

const start = join(import.meta.dir, '..', 'scripts', 'start.mjs')

/** Runs what `npm start` runs, with Node, in a directory of its own, and ends with the test. */
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
    /** Waits until it has printed something, or ended without. */
    prints: async (text: string) => {
      while (!printed.includes(text) && child.exitCode === null) await Bun.sleep(20)
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

test('the start script serves, says where, and passes SIGTERM on', async () => {
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

test('words after the start script reach the command line, and its exit code comes back', async () => {
  using directory = temporaryDirectory('start')
  await using version = run(directory.path, ['version'])
  expect(await version.ended()).toEqual({ exitCode: 0, printed: '0.1.0\n' })
  await using grant = run(directory.path, ['admin', 'grant'])
  expect(await grant.ended()).toEqual({ exitCode: 1, printed: expect.stringContaining('Say whom') })
})
