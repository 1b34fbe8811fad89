import { expect, test } from 'bun:test'
import type { MediaId } from '@parley/protocol'
import { PageRequest } from '../testing/page-request'
import { httpUpload } from './upload'

/** A server, or a proxy in front of one, that answers every upload alike. */
const uploadTo = async (answer: () => Response): Promise<unknown> => {
  using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
  const { signal } = new AbortController()
  const request = {
    path: '/files/1',
    mediaId: '1' as MediaId,
    bytes: new Blob(['x']),
    inParts: false,
    signal,
    onProgress: () => {},
  }
  return await httpUpload({ url: `http://127.0.0.1:${server.port}` })(request).catch((error: unknown) => error)
}
const page = (status: number) => () => new Response('<html>', { status })

test('[M3] a refusal says whose limit it was', async () => {
  const data = { code: 'too_large', retry: false }
  const ours = () => Response.json({ error: { code: -32008, message: 'too large', data } }, { status: 413 })
  expect(await uploadTo(ours)).toMatchObject({ code: 'too_large', retry: false })
  expect(await uploadTo(page(413))).toMatchObject({ code: 'proxy_too_large', retry: false })
})

test('a proxy that does not reach the server is no refusal', async () => {
  for (const status of [502, 503, 504]) expect(await uploadTo(page(status))).toMatchObject({ unanswered: true })
  expect(await uploadTo(page(403))).toMatchObject({ code: 'internal', retry: false })
  expect(await uploadTo(page(200))).toBeUndefined()
})

/** A server of uploads in parts: what it has stored, and what it was asked. */
const partsServer = (refuse: (request: Request, turn: number) => Response | undefined = () => undefined) => {
  const asked: string[] = []
  const stored: Uint8Array[] = []
  const length = () => stored.reduce((sum, part) => sum + part.byteLength, 0)
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      asked.push(`${request.method} ${request.headers.get('upload-offset') ?? ''}`.trim())
      const refusal = refuse(request, asked.length)
      if (refusal) return refusal
      if (request.method === 'PATCH') {
        if (Number(request.headers.get('upload-offset')) !== length()) return new Response(null, { status: 409 })
        stored.push(await request.bytes())
      }
      return new Response(null, { status: 204, headers: { 'upload-offset': String(length()) } })
    },
  })
  const send = (text: string, inParts = true) => {
    const { signal } = new AbortController()
    const bytes = new Blob([text])
    const shares: number[] = []
    const upload = httpUpload({ url: `http://127.0.0.1:${server.port}`, partBytes: 4 })
    const request = { path: '/files/1', mediaId: '1' as MediaId, bytes, inParts, signal }
    return upload({ ...request, onProgress: (share) => shares.push(share) }).then(
      () => shares,
      (error: unknown) => error,
    )
  }
  const text = () => Buffer.concat(stored).toString()
  return { asked, stored, send, text, [Symbol.dispose]: () => void server.stop(true) }
}

test('[M3] a large file goes in parts, from where the server has it', async () => {
  using server = partsServer()
  server.stored.push(Buffer.from('abc'))
  expect(await server.send('abcdefghij')).toEqual([0.3, 0.7])
  expect(server.asked).toEqual(['HEAD', 'PATCH 3', 'PATCH 7'])
  expect(server.text()).toBe('abcdefghij')
})

test('one part is sent whole, and so is what the server takes in no parts', async () => {
  using server = partsServer()
  await server.send('abcd')
  await server.send('abcdefghij', false)
  expect(server.asked).toEqual(['PUT', 'PUT'])
})

test('a part that does not fit makes the client ask where to go on, but not for ever', async () => {
  using server = partsServer((request, turn) => {
    if (request.method === 'PATCH' && turn === 2) server.stored.push(Buffer.from('abcdef'))
    return undefined
  })
  await server.send('abcdefghij')
  expect(server.asked).toEqual(['HEAD', 'PATCH 0', 'HEAD', 'PATCH 6'])
  expect(server.text()).toBe('abcdefghij')
  using never = partsServer(({ method }) => (method === 'PATCH' ? new Response(null, { status: 409 }) : undefined))
  expect(await never.send('abcdefghij')).toMatchObject({ code: 'internal' })
  expect(never.asked.filter((asked) => asked === 'HEAD')).toHaveLength(6)
})

test('a refused part says why; a busy server is asked again later', async () => {
  const data = { code: 'media_unsupported', retry: false }
  const wrong = () => Response.json({ error: { code: -32071, message: 'no', data } }, { status: 415 })
  using refusing = partsServer(({ method }) => (method === 'PATCH' ? wrong() : undefined))
  expect(await refusing.send('abcdefghij')).toMatchObject({ code: 'media_unsupported', retry: false })
  using busy = partsServer(() => new Response(null, { status: 429 }))
  expect(await busy.send('abcdefghij')).toMatchObject({ unanswered: true })
  using mute = partsServer(() => new Response(null, { status: 204 }))
  expect(await mute.send('abcdefghij')).toMatchObject({ unanswered: true })
})

test('the progress of an empty file is a number', async () => {
  using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('') })
  const shares: number[] = []
  Reflect.set(globalThis, 'XMLHttpRequest', PageRequest)
  try {
    const request = { path: '/files/1', mediaId: '1' as MediaId, bytes: new Blob([]), inParts: false }
    const more = { signal: new AbortController().signal, onProgress: (share: number) => void shares.push(share) }
    await httpUpload({ url: `http://127.0.0.1:${server.port}` })({ ...request, ...more })
  } finally {
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest')
  }
  expect(new Set(shares)).toEqual(new Set([0]))
})

test('in a page the progress of a file in parts counts the parts before', async () => {
  using server = partsServer()
  server.stored.push(Buffer.from('abc'))
  Reflect.set(globalThis, 'XMLHttpRequest', PageRequest)
  try {
    expect(await server.send('abcdefghij')).toEqual([0.3, 0.3, 0.7, 0.7, 0.7, 1])
  } finally {
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest')
  }
})
