import type { MediaId, Params } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import type { Context } from '../context'
import { connect } from '../drive/member'
import { Latencies } from '../lib/latencies'
import { encodePng } from '../lib/png'
import { rssBytes } from '../lib/process-stats'
import { sleep } from '../lib/wait'
import { megabytes, ms, percent, type Row } from '../report/row'
import type { WsConnection } from '../wire/ws-connection'

const fileBytes = 1_000_000_000
const partBytes = 16 * 1024 * 1024
const rounds = 3

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** A server and the connection of a user who may upload to one of its chats. */
interface Uploader extends AsyncDisposable {
  readonly pid: number
  readonly origin: string
  readonly token: string
  readonly connection: WsConnection
  announce(params: Pick<Params<'media.create'>, 'kind' | 'name' | 'size'>): Promise<{ id: MediaId; url: string }>
}

const uploaderOf = async (context: Context): Promise<Uploader> => {
  const { server, dataset } = await context.busy()
  const [pair] = dataset.pairs
  if (pair === undefined) throw new Error('the dataset is too small')
  const { token } = pair.sender
  const connection = await connect(server.place(token), {})
  const origin = `http://127.0.0.1:${server.port}`
  return {
    pid: server.child.pid,
    origin,
    token,
    connection,
    async announce(params) {
      const id = newUuidV7() as MediaId
      const { upload } = await connection.call('media.create', { id, chatId: pair.chat.id, ...params })
      return { id, url: origin + upload }
    },
    async [Symbol.asyncDispose]() {
      connection.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Uploads a file in parts, one after the other. Returns bytes per second. */
const sendParts = async (url: string, { size, token = '' }: { size: number; token?: string }): Promise<number> => {
  const bytes = new Uint8Array(partBytes)
  crypto.getRandomValues(bytes.subarray(0, 65_536))
  const began = performance.now()
  for (let offset = 0; offset < size; offset += partBytes) {
    const answer = await fetch(url, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${token}`,
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.subarray(0, Math.min(partBytes, size - offset)),
    })
    if (answer.status !== 204) throw new Error(`upload: ${answer.status} ${await answer.text()}`)
  }
  return size / ((performance.now() - began) / 1_000)
}

/** The largest growth of a process's memory during a task. */
const growthDuring = async <T>(pid: number, run: () => Promise<T>): Promise<[result: T, grownBytes: number]> => {
  const before = rssBytes(pid)
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, rssBytes(pid))
  }, 20)
  const result = await run()
  clearInterval(timer)
  return [result, most - before]
}

interface Uploaded {
  /** Bytes per second. */
  readonly perSecond: number
  /** The largest growth of the process's memory, in bytes. */
  readonly grown: number
}

const uploadTo = async (pid: number, { url, token = '' }: { url: string; token?: string }): Promise<Uploaded> => {
  const [perSecond, grown] = await growthDuring(pid, () => sendParts(url, { size: fileBytes, token }))
  return { perSecond, grown }
}

/** Uploads 1 GB, alternating between Parley and a bare loop that writes and syncs the same requests. */
export const upload = async (context: Context): Promise<Row[]> => {
  await using uploader = await uploaderOf(context)
  await using loop = await context.bare('disk')
  const [ours, bares]: [Uploaded[], Uploaded[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    bares.push(await uploadTo(loop.child.pid, { url: `http://127.0.0.1:${loop.port}/` }))
    const { url } = await uploader.announce({ kind: 'file', name: 'large.bin', size: fileBytes })
    ours.push(await uploadTo(uploader.pid, { url, token: uploader.token }))
  }
  const speedOf = (all: readonly Uploaded[]) => median(all.map(({ perSecond }) => perSecond))
  const grownOf = (all: readonly Uploaded[]) => Math.max(...all.map(({ grown }) => grown))
  const share = speedOf(ours) / speedOf(bares)
  return [
    {
      work: 'upload of 1 GB in parts of 16 MiB',
      target: '≥ 60 % of the bare loop',
      measured: `${megabytes(speedOf(ours))}/s`,
      bare: `${megabytes(speedOf(bares))}/s`,
      ratio: percent(share),
      reached: share >= 0.6,
      note: `the medians of ${rounds} alternating uploads; both sync the file at the end of each request.`,
    },
    {
      work: 'memory that an upload of 1 GB adds',
      target: '≤ 60 MB',
      measured: megabytes(grownOf(ours)),
      bare: megabytes(grownOf(bares)),
      reached: grownOf(ours) <= 60_000_000,
      note: `the maximum of ${rounds} uploads, each compared with the memory before it: ${ours.map(({ grown }) => megabytes(grown)).join(', ')}.`,
    },
  ]
}

const rangedBytes = 200_000_000
const rangeBytes = 65_536
const rangeRounds = 300
const warmUpRounds = 50

/** The time to the first byte of ranges at scattered places of a large file. */
export const ranges = async (context: Context): Promise<Row[]> => {
  await using uploader = await uploaderOf(context)
  const { id, url } = await uploader.announce({ kind: 'file', name: 'large.bin', size: rangedBytes })
  await sendParts(url, { size: rangedBytes, token: uploader.token })
  const { media } = await uploader.connection.call('media.get', { ids: [id] })
  const address = `${uploader.origin}${media[0]?.path}`
  const times = new Latencies()
  for (let round = 0; round < rangeRounds; round++) {
    const from = (round * 61_195_301) % (rangedBytes - rangeBytes)
    const began = performance.now()
    const answer = await fetch(address, { headers: { range: `bytes=${from}-${from + rangeBytes - 1}` } })
    const reader = answer.body?.getReader()
    await reader?.read()
    if (round >= warmUpRounds) times.add(performance.now() - began)
    if (answer.status !== 206) throw new Error(`ranges: ${answer.status}`)
    while (!(await reader?.read())?.done);
  }
  return [
    {
      work: 'first byte of a range of a file of 200 MB',
      target: '< 5 ms',
      measured: `p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
      reached: times.at(0.5) < 5,
    },
  ]
}

const photoRounds = 20

/** A photo of 12 megapixels with the noise of a camera, as JPEG. */
const takePhoto = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const noise = crypto.getRandomValues(new Uint8Array(65_536))
  const png = encodePng(2_000, 1_500, (x, y) => {
    const light = 120 + 60 * Math.sin((x + y * 2) / 97) + ((noise[(x * 31 + y * 2_003) % noise.length] ?? 0) >> 4)
    return [light, light * 0.9, light * 0.7]
  })
  return new Uint8Array(await new Bun.Image(png).resize(4_000, 3_000).jpeg({ quality: 90 }).bytes())
}

/** Calls in sequence until it is stopped, and records the time of each call. */
const pings = (connection: WsConnection) => {
  const times = new Latencies()
  let stopped = false
  const done = (async () => {
    while (!stopped) {
      const began = performance.now()
      await connection.call('session.ping', {})
      times.add(performance.now() - began)
      await sleep(1)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await done
      return times
    },
  }
}

/**
 * Uploads photos in sequence. Measures the time until both sizes are stored, and the latency of other calls meanwhile.
 */
export const photos = async (context: Context): Promise<Row[]> => {
  await using uploader = await uploaderOf(context)
  const bytes = await takePhoto()
  const times = new Latencies()
  const others = pings(uploader.connection)
  for (let round = -2; round < photoRounds; round++) {
    const { url } = await uploader.announce({ kind: 'image', name: 'photo.jpg', size: bytes.length })
    const began = performance.now()
    const headers = { authorization: `Bearer ${uploader.token}` }
    const answer = await fetch(url, { method: 'PUT', headers, body: bytes })
    if (!answer.ok) throw new Error(`photos: ${answer.status} ${await answer.text()}`)
    if (round >= 0) times.add(performance.now() - began)
  }
  const waits = await others.stop()
  return [
    {
      work: 'photo of 12 megapixels, from upload to thumbnails',
      target: '< 150 ms',
      measured: `p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
      reached: times.at(0.5) < 150,
      note: `a JPEG of ${megabytes(bytes.length)}, received, decoded, written as WebP in two sizes and stored.`,
    },
    {
      work: 'other calls while photos are resized',
      target: 'p99 < 10 ms',
      measured: `p50 ${ms(waits.at(0.5))}, p99 ${ms(waits.at(0.99))}`,
      reached: waits.at(0.99) < 10,
      note: 'the processes that decode pictures share the one core of the server.',
    },
  ]
}
