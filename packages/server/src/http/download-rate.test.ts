import { expect, test } from 'bun:test'
import { rates, WORLD_CHAT_ID } from '@parley/protocol'
import { silentLogger } from '../lib/logger'
import { noProxies } from '../lib/networks'
import { RateLimits } from '../lib/rate-limits'
import { SampledLog } from '../lib/sampled-log'
import { FakeClock } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'
import { upload } from '../testing/upload'
import { Callers } from './callers'
import { MediaFiles } from './media-files'
import { Origins } from './origin'

const start = async () => {
  const clock = new FakeClock(Date.now())
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const { mediaId } = await upload(app, alice, { chatId: WORLD_CHAT_ID })
  const { media } = await alice.call('media.get', { ids: [mediaId] })
  const address = media[0]?.sizes[0]?.path ?? ''
  const { media: mediaParts, refusals, sessions, serviceTokens } = app.core
  const origins = new Origins({ trustProxy: noProxies, publicUrl: undefined })
  const files = new MediaFiles({
    ...mediaParts,
    blobs: app.blobs,
    refusals,
    newRequestId: () => 'x',
    now: () => clock.now(),
    callers: new Callers({ sessions, serviceTokens, origins }),
    limiter: new RateLimits({ clock, rates }),
    log: new SampledLog({ logger: silentLogger, clock }),
  })
  const get = async (from = '10.0.0.1', path = address, headers = {}) => {
    const request = new Request(`http://parley.test${path}`, { headers })
    return files.send(request, path.split('?')[0] ?? '', () => from)
  }
  return { clock, get, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('a gallery of thumbnails comes at once for many people behind one address, and so do the ranges of a film', async () => {
  await using scene = await start()
  const statuses = new Set<number>()
  for (let at = 0; at < 5_000; at++) statuses.add((await scene.get()).status)
  for (let at = 0; at < 500; at++)
    statuses.add((await scene.get('10.0.0.1', undefined, { range: `bytes=${at % 9}-` })).status)
  expect([...statuses]).toEqual([200, 206])
})

test('an address fetches stored files at a bounded rate, and slows down no other address', async () => {
  await using scene = await start()
  const { burst, perSecond } = rates.download
  for (let at = 0; at < burst; at++) await scene.get('10.0.0.1', at % 2 ? '/media/nothing?until=1&sign=x' : undefined)
  const refused = await scene.get()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await scene.get('10.0.0.2')).status).toBe(200)
  await scene.clock.advance(1_000)
  for (let at = 0; at < perSecond; at++) expect((await scene.get()).status).toBe(200)
  expect((await scene.get()).status).toBe(429)
})
