import { afterAll, beforeEach, expect, test } from 'bun:test'
import { fileOf, forgetEarlier } from './kept-build'

type Named = string | Request

const pathOf = (named: Named): string => (typeof named === 'string' ? named : new URL(named.url).pathname)

/** The caches of a browser, in memory. */
class MemoryCaches {
  readonly held = new Map<string, Map<string, Response>>()

  async keys(): Promise<string[]> {
    return [...this.held.keys()]
  }

  async has(name: string): Promise<boolean> {
    return this.held.has(name)
  }

  async delete(name: string): Promise<boolean> {
    return this.held.delete(name)
  }

  async open(name: string) {
    const files = this.held.get(name) ?? new Map<string, Response>()
    this.held.set(name, files)
    return { put: async (named: Named, answer: Response) => void files.set(pathOf(named), answer) }
  }

  async match(named: Named, { cacheName }: { cacheName?: string } = {}): Promise<Response | undefined> {
    const searched = [...this.held].filter(([name]) => cacheName === undefined || name === cacheName)
    return searched.flatMap(([, files]) => files.get(pathOf(named)) ?? [])[0]?.clone()
  }
}

let memory: MemoryCaches
let status = 200
const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(`${status}`, { status }) })
const kept = { build: 'third', first: ['/assets/first.js'], files: ['/assets/first.js', '/assets/later.js'] }
const request = (path: string) => new Request(`http://127.0.0.1:${server.port}${path}`)
const textOf = async (path: string) => (await fileOf(kept, request(path))).text()

beforeEach(() => {
  memory = new MemoryCaches()
  status = 200
  Object.defineProperty(globalThis, 'caches', { value: memory, configurable: true })
})
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'caches')
  server.stop(true)
})

test('a file of the build is stored when it is first used, and a refusal of the server never is', async () => {
  await memory.open('parley-third')
  status = 503
  expect(await textOf('/assets/later.js')).toBe('503')
  status = 200
  expect(await textOf('/assets/later.js')).toBe('200')
  status = 404
  expect(await textOf('/assets/later.js')).toBe('200')
})

test('a file of another build is stored nowhere, and neither is one of a deleted build', async () => {
  await memory.open('parley-third')
  await textOf('/assets/other.js')
  expect(memory.held.get('parley-third')?.size).toBe(0)
  memory.held.clear()
  await textOf('/assets/later.js')
  expect(await memory.keys()).toEqual([])
})

test('a file of the own build comes before one of an earlier build', async () => {
  for (const name of ['first', 'third']) {
    const cache = await memory.open(`parley-${name}`)
    await cache.put('/assets/first.js', new Response(name))
  }
  expect(await textOf('/assets/first.js')).toBe('third')
  memory.held.get('parley-third')?.clear()
  expect(await textOf('/assets/first.js')).toBe('first')
})

test('the two builds before this one stay for open tabs, and caches of other programs too', async () => {
  for (const name of ['parley-zeroth', 'parley-first', 'other', 'parley-second', 'parley-third'])
    await memory.open(name)
  await forgetEarlier(kept)
  expect(await memory.keys()).toEqual(['parley-first', 'other', 'parley-second', 'parley-third'])
})
