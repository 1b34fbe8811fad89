// `npm run dev` serves the server and the web client on one address, for development. The server restarts when its
// sources change. The page updates when its sources change. Sign-ins survive both.
// Options: `--port`, `--host` (also serves the network), `--demo`, and `--inspect`, which opens the server to Bun's
// debugger.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { requireBuildableRoot, requireBun, requireNode, stop } from './lib/bun.mjs'
import { DevServer } from './lib/dev-server.mjs'
import { inRoot } from './lib/root.mjs'

const usage = 'npm run dev -- [--port <number>] [--host] [--demo] [--inspect]'

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '5173' },
        host: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        inspect: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    return stop(`${error.message}\n${usage}`)
  }
}

const web = inRoot('packages', 'web')

/** Sources of the server. A change in them restarts it. */
const serverSources = ['packages/server/src', 'packages/protocol/src'].map((path) => inRoot(path))
const isServerSource = (file) =>
  /\.(ts|json)$/.test(file) &&
  !/\.test\.ts$/.test(file) &&
  serverSources.some((directory) => file.startsWith(directory))

/** Vite's log without the calls that failed during a restart of the server. The client retries them. */
const quietWhileRestarting = (vite) => {
  const logger = vite.createLogger('info', { allowClearScreen: false })
  const error = logger.error.bind(logger)
  logger.error = (message, options) => {
    if (!/proxy (socket )?error/.test(message)) error(message, options)
  }
  return logger
}

requireNode()
requireBuildableRoot()
requireBun()
const options = readOptions()
const vite = await import(pathToFileURL(createRequire(join(web, 'package.json')).resolve('vite')).href)

const open = `http://localhost:${options.port}`
const server = process.env.PARLEY_DEV_SERVER
  ? undefined
  : await DevServer.create({ openAt: open, inspect: options.inspect, demo: options.demo })
// packages/web/vite.config.ts proxies to this address all requests that aren't for the web client.
process.env.PARLEY_DEV_SERVER ??= server.address

/** A plugin, because Vite creates a new watcher when its configuration changes. */
const restartsServer = {
  name: 'parley-restarts-server',
  configureServer: ({ watcher }) => {
    watcher.add(serverSources).on('all', (_event, file) => isServerSource(file) && server.restart())
  },
}

const page = await vite.createServer({
  root: web,
  configFile: join(web, 'vite.config.ts'),
  plugins: server ? [restartsServer] : [],
  customLogger: quietWhileRestarting(vite),
  server: { port: Number(options.port), strictPort: true, host: options.host },
})
await page.listen().catch((error) => stop(`${error.message}\nAnother port: npm run dev -- --port 5174`))

const end = async () => {
  await Promise.all([server?.stop(), page.close()])
  process.exit(0)
}
// Otherwise Vite would end this process at once, before the server has stopped.
process.removeAllListeners('SIGTERM')
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)

await server?.start()
const changes = server
  ? 'The server restarts and the page changes as you edit'
  : `The page updates as you edit, and uses the server at ${process.env.PARLEY_DEV_SERVER}`
console.log(`Open ${open}. ${changes}. Ctrl+C ends it.`)
if (options.host) page.printUrls()
