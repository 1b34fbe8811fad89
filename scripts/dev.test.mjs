import { afterAll, beforeAll, expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { callHttp, proven } from '../e2e/lib/people'
import { copyTree } from './lib/tree-copy.mjs'

/** How long a change may take to show, on a busy machine. */
const LIMIT_MS = 120_000
const POLL_MS = 50

const eventually = async (probe) => {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await Bun.sleep(POLL_MS)) {
    const found = await Promise.resolve()
      .then(probe)
      .catch(() => undefined)
    if (found) return found
  }
  throw new Error(`Not within ${LIMIT_MS / 1000} s: ${probe}\n${printed}`)
}

const freePort = () => {
  const server = Bun.serve({ port: 0, fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port
}

const copy = copyTree()
const port = freePort()
const address = `http://localhost:${port}`
let child
let printed = ''

beforeAll(async () => {
  const env = { ...process.env, PARLEY_DATA_DIR: join(copy.directory, 'data'), PARLEY_TCP_PORT: 'off' }
  env.PARLEY_ALLOWED_ORIGINS = 'https://shop.example, http://localhost:3000'
  child = spawn('node', [join(copy.directory, 'scripts', 'dev.mjs'), '--port', String(port)], { env })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  await eventually(() => printed.includes(`Open ${address}`))
})

afterAll(() => {
  child.kill('SIGKILL')
  copy[Symbol.dispose]()
})

const edit = (path, change) => {
  const file = join(copy.directory, path)
  const text = readFileSync(file, 'utf8')
  expect(change(text)).not.toBe(text)
  writeFileSync(file, change(text))
}

const get = async (path) => (await fetch(`${address}${path}`)).text()
const routes = readFileSync(join(copy.directory, 'packages/server/src/http/routes.ts'), 'utf8')
/** Paths that the server itself serves. `/docs` is a page of the web client. */
const paths = [...routes.matchAll(/'(\/[a-z./]{2,})'/g)].map(([, path]) => path).filter((path) => path !== '/docs')

test("the server's paths reach the server, all others the web client", async () => {
  expect(paths).toContain('/media/')
  expect(paths).toContain('/asyncapi.json')
  for (const path of paths) {
    const response = await fetch(`${address}${path}`, { redirect: 'manual' })
    expect([path, response.headers.get('content-type')]).not.toEqual([path, expect.stringContaining('text/html')])
  }
  expect(await get('/chats')).toContain('/@vite/client')
  const framed = await get('/embed/world')
  expect(framed).toContain('/src/embed/main.tsx')
  expect(framed).toContain('<meta name="origins" content="https://shop.example http://localhost:3000">')
  const socket = new WebSocket(`ws://localhost:${port}/ws`)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  socket.close()
})

test('the announcement shows the one address', () => {
  expect(printed).toContain(`On this machine   ${address}`)
  expect(printed).toContain(`${address}/setup/`)
})

test('an edit restarts the server, and sign-ins survive', async () => {
  const setup = /\/setup\/(\S+)/.exec(printed)[1]
  const alice = { username: 'alice', name: 'Alice', password: 'correct horse battery', setup }
  const registered = await callHttp(address, { method: 'accounts.register', params: await proven(address, alice) })
  const { token } = registered.session
  edit('packages/server/src/http/health.ts', (text) => text.replace("status: 'ok'", "status: 'edited'"))
  await eventually(async () => (await get('/health')).includes('edited'))
  expect(await callHttp(address, { method: 'sessions.list', params: {}, token })).toHaveProperty('sessions')
})

test('a server that does not compile starts again when its source is fixed', async () => {
  edit('packages/server/src/http/health.ts', (text) => `${text}\nconst broken = `)
  await eventually(() => printed.includes('It starts again when a source changes'))
  edit('packages/server/src/http/health.ts', (text) =>
    text.replace('\nconst broken = ', '').replace('edited', 'mended'),
  )
  await eventually(async () => (await get('/health')).includes('mended'))
})

test('the page updates when the web client is edited', async () => {
  const source = '/src/shell/rail.tsx'
  expect(await get(source)).toContain('data-testid')
  const token = /wsToken = "([^"]+)"/.exec(await get('/@vite/client'))[1]
  const heard = []
  const socket = new WebSocket(`ws://localhost:${port}/?token=${token}`, 'vite-hmr')
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data).type)
  await eventually(() => heard.includes('connected'))
  edit(`packages/web${source}`, (text) => text.replace('data-testid="rail"', 'data-testid="rail" data-edited'))
  await eventually(() => heard.includes('update') || heard.includes('full-reload'))
  expect(await get(source)).toContain('data-edited')
  socket.close()
})

test('it stops gracefully, and the server with it', async () => {
  const ended = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(printed).toContain('"message":"stopped"')
})
