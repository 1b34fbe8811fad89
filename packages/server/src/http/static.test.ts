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
    'dist/assets/app-1a2b.js': script,
    'dist/.vite/manifest.json': '{}',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}) =>
  new StaticFiles(join(directory, 'dist')).handle(new Request(`http://x${path}`, { headers }), path, false)

test('hashed files are kept for good, and come compressed to who can read that', async () => {
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

test('a page that did not change is not sent again', () => {
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
  const answered = new StaticFiles(join(directory, 'dist')).handle(new Request('http://x/'), path, false)
  expect(answered.status).toBe(404)
  expect(await answered.text()).toBe('There is no such file.\n')
})

test('without a build a page says what to do, and the build is found when it comes', async () => {
  const later = join(directory, 'later')
  const files = new StaticFiles(later)
  const before = files.handle(new Request('http://x/'), '/', false)
  expect(before.status).toBe(503)
  expect(await before.text()).toContain('npm run build')
  mkdirSync(later)
  writeFileSync(join(later, 'index.html'), 'built')
  expect(await files.handle(new Request('http://x/'), '/', false).text()).toBe('built')
})

test('pages are read, not written to', () => {
  const files = new StaticFiles(directory)
  expect(files.handle(new Request('http://x/', { method: 'DELETE' }), '/', false).status).toBe(405)
})
