import { expect, test } from 'bun:test'
import { PageRequest } from '../testing/page-request'
import { type HttpRequest, httpSend } from './http-send'

/** Uploads as in a program, and as in a page. */
const inBoth = async (run: () => Promise<void>): Promise<void> => {
  await run()
  Reflect.set(globalThis, 'XMLHttpRequest', PageRequest)
  try {
    await run()
  } finally {
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest')
  }
}
const serving = (answer: (request: Request) => Response | Promise<Response>) =>
  Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
const put = (port: number | undefined, more: Partial<HttpRequest> = {}): HttpRequest => ({
  ...{ method: 'PUT', url: `http://127.0.0.1:${port}/files/1`, headers: { authorization: 'Bearer secret' } },
  ...{ bytes: new Blob(['bytes']), signal: new AbortController().signal },
  ...more,
})

test('bytes arrive with their headers, and what the server answers comes back', () =>
  inBoth(async () => {
    const heard: unknown[] = []
    using server = serving(async (request) => {
      heard.push([request.method, request.headers.get('authorization'), await request.text()])
      return new Response('stored', { status: 201, headers: { 'upload-offset': '5' } })
    })
    const { header, ...answer } = await httpSend(put(server.port))
    expect(answer).toEqual({ ok: true, status: 201, text: 'stored' })
    expect([header('upload-offset'), header('location')]).toEqual(['5', null])
    expect(heard).toEqual([['PUT', 'Bearer secret', 'bytes']])
  }))

test('only answers from 200 to 299 are good', () =>
  inBoth(async () => {
    for (const [status, ok] of [
      [200, true],
      [299, true],
      [300, false],
      [404, false],
      [500, false],
    ] as const) {
      using server = serving(() => new Response('', { status }))
      expect(await httpSend(put(server.port))).toMatchObject({ ok, status })
    }
  }))

test('a server that is not there, and an upload that is ended before or meanwhile, are unanswered', () =>
  inBoth(async () => {
    const end = new AbortController()
    let asked = 0
    using server = serving(async () => {
      asked++
      end.abort()
      await new Promise((resolve) => setTimeout(resolve, 50))
      return new Response('late')
    })
    const unanswered = { unanswered: true, code: 'unavailable' }
    const error = (thrown: unknown) => thrown
    expect(await httpSend(put(server.port, { signal: end.signal })).catch(error)).toMatchObject(unanswered)
    expect(await httpSend(put(server.port, { signal: AbortSignal.abort() })).catch(error)).toMatchObject(unanswered)
    expect(asked).toBe(1)
    expect(await httpSend(put(1)).catch(error)).toMatchObject(unanswered)
  }))

test('in a page the progress of sent bytes is reported, from 0 on', async () => {
  using server = serving(() => new Response(''))
  const sent: number[] = []
  Reflect.set(globalThis, 'XMLHttpRequest', PageRequest)
  try {
    await httpSend(put(server.port, { onSent: (bytes) => void sent.push(bytes) }))
  } finally {
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest')
  }
  expect(sent).toEqual([0, 5])
})
