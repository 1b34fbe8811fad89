import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type MessageBody, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Person } from './lib/people'
import { pngOf } from './lib/pictures'
import { test as base, expect } from './lib/test'

interface TileHost {
  readonly origin: string
  /** The requests so far. */
  readonly asked: IncomingMessage[]
}

/** A tile server on another origin. It has no pictures for zoom 1. */
const test = base.extend<object, { tileHost: TileHost }>({
  tileHost: [
    async ({ browserName: _ }, use) => {
      const asked: IncomingMessage[] = []
      const server = createServer((request, response) => {
        asked.push(request)
        if (request.url?.startsWith('/tiles/1/')) return response.writeHead(404).end()
        response.setHeaders(
          new Map([
            ['access-control-allow-origin', '*'],
            ['content-type', 'image/png'],
          ]),
        )
        response.end(pngOf(256, 256))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await use({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked })
      server.close()
    },
    { scope: 'worker' },
  ],
  settings: [
    async ({ tileHost }, use) =>
      use({
        ...{ PARLEY_RATE_LIMITS: 'off', PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'everyone' },
        ...{ PARLEY_TILES_URL: `${tileHost.origin}/tiles/{z}/{x}/{y}.png`, PARLEY_TILES_ATTRIBUTION: '© Map makers' },
      }),
    { scope: 'worker' },
  ],
})

const say = (person: Person, chatId: Parameters<Person['send']>[0], body: MessageBody) =>
  person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })

test('C25: with maps enabled a place is shown on a map, which requests tiles only from the tile host', async ({
  browsers,
  cast,
  tileHost,
}) => {
  const [alice] = await cast('alice')
  const chatId = await alice.direct(alice)
  await say(alice, chatId, { type: 'location', lat: 48.20849, lng: 16.37208, accuracyM: 60, name: 'Cathedral' })
  browsers.guard.allow(new RegExp(`^third party: ${tileHost.origin}/tiles/`))
  const page = await browsers.open(alice, `/c/${chatId}`)
  const map = page.getByTestId('place-map')
  await expect(map).toHaveAttribute('data-loaded', 'true')
  await expect(map).toContainText('© Map makers')
  await expect(map.locator('img').first()).toBeVisible()
  await expect(map.getByTestId('place-drawing')).toBeHidden()
  const { asked } = tileHost
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThan(10)
  for (const { url, headers } of asked) {
    expect(url).toMatch(/^\/tiles\/1[4-7]\/\d+\/\d+\.png$/)
    // The referrer contains only the server's address, not the chat.
    expect(headers.referer).toBe(`${new URL(page.url()).origin}/`)
    // Cookies ignore ports.
    expect(headers.cookie).toBeUndefined()
  }
})

test('without tiles, and near the poles, the place is drawn', async ({ browsers, cast, tileHost }) => {
  const [alice] = await cast('alice')
  const chatId = await alice.direct(alice)
  await say(alice, chatId, { type: 'location', lat: 10, lng: 20, accuracyM: 20_000_000, name: 'Everywhere' })
  await say(alice, chatId, { type: 'location', lat: 89.5, lng: 20, name: 'North' })
  browsers.guard.allow(/\/tiles\/1\//)
  const page = await browsers.open(alice, `/c/${chatId}`)
  await expect(page.getByTestId('location-card')).toHaveCount(2)
  await expect(page.getByTestId('place-map')).toHaveCount(0)
  await expect(page.getByTestId('place-drawing')).toHaveCount(2)
  expect(tileHost.asked.some(({ url }) => url?.startsWith('/tiles/1/'))).toBe(true)
})
