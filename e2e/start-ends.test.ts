import { expect, test } from 'bun:test'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from './lib/temporary-directory'

const root = join(import.meta.dir, '..')

/** Uses hard links if possible, because there are many files. */
const copyPackages = (from: string, to: string): void => {
  if (Bun.spawnSync(['cp', '-al', from, to], { stderr: 'ignore' }).success) return
  rmSync(to, { recursive: true, force: true })
  expect(Bun.spawnSync(['cp', '-R', from, to]).success).toBe(true)
}

/** A checkout with its packages, without any builds. */
const checkout = (directory: string): string => {
  copyPackages(join(root, 'node_modules'), join(directory, 'node_modules'))
  const isSource = (path: string) => !path.endsWith('/dist')
  for (const path of ['package.json', 'package-lock.json', 'tsconfig.base.json', 'scripts', 'packages'])
    cpSync(join(root, path), join(directory, path), { recursive: true, filter: isSource })
  return directory
}

/** Runs `npm start`. Its child processes keep its output open, so the output ends when all of them have ended. */
const npmStart = (cwd: string, dataDir: string) => {
  const settings = { PARLEY_DATA_DIR: dataDir, PARLEY_HOST: '127.0.0.1', PARLEY_PORT: '0', PARLEY_TCP_PORT: '0' }
  const child = Bun.spawn(['npm', 'start'], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let printed = ''
  const seen: { text: string; resolve: () => void }[] = []
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) {
      printed += decoder.decode(chunk, { stream: true })
      for (const { text, resolve } of seen) if (printed.includes(text)) resolve()
    }
  }
  const everythingEnded = Promise.all([collect(child.stdout), collect(child.stderr), child.exited])
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    prints: async (text: string) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      seen.push({ text, resolve })
      if (!printed.includes(text)) await Promise.race([promise, everythingEnded])
      expect(printed).toContain(text)
    },
    ended: async () => {
      await everythingEnded
      return printed
    },
  }
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`a server stops gracefully when its npm gets ${signal}`, async () => {
    using directory = temporaryDirectory('start-ends')
    const running = npmStart(root, join(directory.path, 'data'))
    await running.prints('"message":"serving"')
    running.kill(signal)
    expect(await running.ended()).toContain('"message":"stopped"')
  })

  test(`a build stops when its npm gets ${signal}, and nothing is served afterwards`, async () => {
    using directory = temporaryDirectory('start-ends')
    const cwd = checkout(directory.path)
    const running = npmStart(cwd, join(directory.path, 'data'))
    await running.prints('Building the web client')
    running.kill(signal)
    expect(await running.ended()).not.toMatch(/could not be built|built in|serving/)
    expect(existsSync(join(cwd, 'packages', 'web', 'dist'))).toBe(false)
  })
}
