import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

/** A separate server without users that logs at `info`. */
export const emptyServer = async (env: Readonly<Record<string, string>> = {}) => {
  const directory = temporaryDirectory('security')
  const server = await startServer({ dataDir: `${directory.path}/data`, env: { PARLEY_LOG_LEVEL: 'info', ...env } })
  return {
    server,
    url: server.url,
    [Symbol.asyncDispose]: async () => {
      await server.end('SIGKILL')
      directory[Symbol.dispose]()
    },
  }
}

/** The sum of a metric over all its labels. */
export const metric = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  )
}
