import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StaticFiles } from './static'

const directory = mkdtempSync(join(tmpdir(), 'parley-web-'))
const script = 'console.log(1);'.repeat(200)
beforeAll(() => {
  mkdirSync(join(directory, 'dist', 'assets'), { recursive: true })
  mkdirSync(join(directory, 'dist', '.vite'))
  const files = {
    'secret.txt': 'outside',
    'dist/index.html': '<!doctype html><title>Parley</title>',
    'dist/csp.json': '{"scriptHashes":["sha256-abc="]}',
    'dist/icon.svg': '<svg/>',
    'dist/sw.js': 'self.skipWaiting()',
    'dist/build.json': '{"build":"1a2b"}',
    'dist/assets/app-1a2b.js': script,
    'dist/.vite/manifest.json': '{}',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}, origin = 'http://x') =>
  new StaticFiles(join(directory, 'dist')).handle(new Request(`http://x${path}`, { headers }), path, origin)

test('hashed files are cached permanently, and compressed for clients that support it', async () => {
  const response = get('/assets/app-1a2b.js', { 'accept-encoding': 'br, gzip' })
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(response.headers.get('content-type')).toStartWith('text/javascript')
  expect(new TextDecoder().decode(Bun.gunzipSync(await response.arrayBuffer()))).toBe(script)
  const plain = get('/assets/app-1a2b.js')
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toBe(script)
})

test.each(['/', '/login', '/c/01890000-0000-7000-8000-000000000001', '/i/aB3_-x', '/setup/xyz', '/u/alice.b'])(
  '%p is a route of the client, asked for each time',
  async (path) => {
    const response = get(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<title>Parley</title>')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self' 'sha256-abc='; ")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain("'unsafe-eval'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test.each([
  ['http://chat.local:8080', "'self' ws://chat.local:8080"],
  ['https://chat.example', "'self' wss://chat.example"],
  ['http://192.168.1.20:8080', "'self' ws://192.168.1.20:8080"],
  ['http://[fd00::20]:8080', "'self'"],
  ["http://a;script-src'self'", "'self'"],
])('a page from %p connects to its own host alone', (origin, sources) => {
  const policy = get('/', {}, origin).headers.get('content-security-policy') ?? ''
  expect(policy.split('; ').filter((directive) => directive.startsWith('connect-src'))).toEqual([
    `connect-src ${sources}`,
  ])
  expect(policy).toContain("; require-trusted-types-for 'script'; trusted-types parley-workers")
})

test('pages show pictures of no other host, except the host of maps', () => {
  const imagesOf = (files: StaticFiles) => {
    const policy = files.handle(new Request('http://x/'), '/', 'http://x').headers.get('content-security-policy') ?? ''
    const others = policy.split('; ').filter((directive) => /tiles/.test(directive))
    return [policy.split('; ').find((directive) => directive.startsWith('img-src')), others.length]
  }
  const dist = join(directory, 'dist')
  expect(imagesOf(new StaticFiles(dist))).toEqual(["img-src 'self' blob: data:", 0])
  expect(imagesOf(new StaticFiles(dist, 'https://tiles.example'))).toEqual([
    "img-src 'self' blob: data: https://tiles.example",
    1,
  ])
})

test("browsers revalidate the service worker and the build's name each time", () => {
  const worker = get('/sw.js')
  expect(worker.headers.get('cache-control')).toBe('no-cache')
  expect(worker.headers.get('content-type')).toStartWith('text/javascript')
  expect(worker.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'")
  const build = get('/build.json')
  expect(build.headers.get('cache-control')).toBe('no-cache')
  expect(build.headers.get('content-type')).toStartWith('application/json')
})

test('over https browsers must return over https', () => {
  const transport = (origin: string) => get('/', {}, origin).headers.get('strict-transport-security')
  expect(transport('https://chat.example')).toBe('max-age=31536000')
  expect(transport('http://chat.local')).toBeNull()
})

test('an unchanged page is not sent again', () => {
  const etag = get('/').headers.get('etag') ?? ''
  expect(get('/', { 'if-none-match': etag }).status).toBe(304)
  expect(get('/', { 'if-none-match': '"other"' }).status).toBe(200)
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '//secret.txt',
  '/..\\secret.txt',
  '/assets/missing.js',
  '/csp.json',
  '/.vite/manifest.json',
  '/etc/passwd.txt',
  '/assets/app-1a2b.js\0.html',
])('%p is no file', async (path) => {
  const response = get('/', {})
  expect(response.status).toBe(200)
  const answered = new StaticFiles(join(directory, 'dist')).handle(new Request('http://x/'), path, 'http://x')
  expect(answered.status).toBe(404)
  expect(await answered.text()).toBe('There is no such file.\n')
})

test('without a build a page says what to do, and a later build is found', async () => {
  const later = join(directory, 'later')
  const files = new StaticFiles(later)
  const before = files.handle(new Request('http://x/'), '/', 'http://x')
  expect(before.status).toBe(503)
  expect(await before.text()).toContain('npm run build')
  mkdirSync(later)
  writeFileSync(join(later, 'index.html'), 'built')
  expect(await files.handle(new Request('http://x/'), '/', 'http://x').text()).toBe('built')
})

test('pages accept only GET and HEAD', () => {
  const files = new StaticFiles(directory)
  expect(files.handle(new Request('http://x/', { method: 'DELETE' }), '/', 'http://x').status).toBe(405)
})
