import type { ChatId } from '@parley/protocol'
import type { FrameLocator, Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { BrokenNetwork } from './lib/broken-network'
import { en, zh } from './lib/catalogs'
import { askedIn, frameAddress, HostPage, lastIdIn, tellFrame } from './lib/host-page'
import { type ParleyServer, startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { type Browsers, devices, expect, test } from './lib/test'

const settings = { PARLEY_RATE_LIMITS: 'off', PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'everyone' }

interface Scene extends AsyncDisposable {
  readonly host: HostPage
  readonly server: ParleyServer
  readonly anna: Person
  readonly seller: Person
  readonly chatId: ChatId
}

/** A shop whose page shows the chat of its user Anna and a seller, and a server that lists this page. */
const startShop = async (
  name: '127.0.0.1' | 'parley.test',
  give: (anna: Person, reason: string) => Promise<Readonly<Record<string, unknown>> | undefined> = async (anna) => ({
    token: (await anna.again()).token,
  }),
): Promise<Scene> => {
  let anna: Person | undefined
  const host = await HostPage.start({ name, token: async (reason) => anna && give(anna, reason) })
  const server = await startParley({ ...settings, PARLEY_ALLOWED_ORIGINS: host.url })
  const customer = await Person.register(server.url, { username: 'anna', name: 'Anna' })
  anna = customer
  const seller = await Person.register(server.url, { username: 'seller', name: 'Seller' })
  const chatId = await customer.direct(seller)
  await seller.send(chatId, 'How can I help?')
  const stop = async () => {
    host.stop()
    await server.stop()
  }
  return { host, server, anna: customer, seller, chatId, [Symbol.asyncDispose]: stop }
}

const allowFrames = (browsers: Browsers, ...urls: readonly string[]) => {
  for (const url of urls) browsers.guard.allow(new RegExp(`^third party: ${url}`))
}

const frameIn = (page: Page): FrameLocator => page.frameLocator('iframe[title=Chat]')
const composerIn = (page: Page) => frameIn(page).getByTestId('composer')
const rowIn = (page: Page, text: string) => frameIn(page).locator('article').filter({ hasText: text })
const innerFrame = (page: Page) => page.frames().find((frame) => frame.url().includes('/embed/'))

const looks = [
  { name: 'on a desktop', context: devices.desktop, look: '?theme=light&accent=2a7d4f', words: en },
  { name: 'on a phone, in Chinese and dark', context: devices.phone, look: '?lang=zh&theme=dark', words: zh },
  {
    name: '320 px wide, in a colour that is hard to read',
    context: { ...devices.smallPhone, viewport: { width: 320, height: 560 } },
    look: '?accent=ffee00',
    words: en,
  },
] as const

for (const { name, context, look, words } of looks)
  test(`a page of another product shows one chat ${name}, without the list and settings`, async ({ browsers }) => {
    await using shop = await startShop('parley.test')
    const { host, server, seller, chatId } = shop
    allowFrames(browsers, server.url)
    const page = await browsers.open(undefined, host.pathFor(frameAddress(server.url, chatId, look)), {
      url: host.url,
      context,
    })
    await expect(rowIn(page, 'How can I help?')).toBeVisible()
    const frame = frameIn(page)
    await expect(frame.getByTestId('chat-title')).toHaveText('Seller')
    await expect(frame.locator('[data-chat-row]')).toHaveCount(0)
    await expect(frame.getByTestId('chat-menu')).toHaveCount(0)
    // The page around keeps the focus until its user goes into the frame.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    await expect(async () => {
      await page.keyboard.press('Tab')
      await expect(composerIn(page)).toBeFocused({ timeout: 200 })
    }).toPass()
    await page.keyboard.type('Where is my order?')
    if (context === devices.desktop) await page.keyboard.press('Enter')
    else await frame.getByRole('button', { name: words.send, exact: true }).tap()
    await expect(rowIn(page, 'Where is my order?')).toBeVisible()
    await seller.send(chatId, 'It is on its way')
    await expect(rowIn(page, 'It is on its way')).toBeVisible()
    const inner = innerFrame(page)
    expect(await inner?.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    expect(await inner?.evaluate(() => document.documentElement.lang)).toBe(words === zh ? 'zh-CN' : 'en')
    expect(await seriousFindings(page)).toEqual([])
    expect(inner && (await seriousFindings(inner as unknown as Page))).toEqual([])
    await browsers.close()
  })

test('[SV19] the user of a frame and the person who uses Parley in the same browser stay apart', async ({
  browsers,
}) => {
  await using shop = await startShop('127.0.0.1')
  const { host, server, anna, seller, chatId } = shop
  const context = await browsers.context(seller, { url: server.url })
  const own = await context.newPage()
  await own.goto(`/c/${chatId}`)
  await expect(screenOf(own).row('How can I help?')).toBeVisible()
  const cookies = await context.cookies()
  const page = await context.newPage()
  allowFrames(browsers, host.url)
  await page.goto(host.url + host.pathFor(frameAddress(server.url, chatId)))
  await composerIn(page).fill('I am Anna')
  await composerIn(page).press('Enter')
  await expect(screenOf(own).row('I am Anna')).toBeVisible()
  await expect(screenOf(own).row('I am Anna').locator('[data-own]')).toHaveCount(0)
  expect(await context.cookies()).toEqual(cookies)
  const stores = await innerFrame(page)?.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(stores).toContain(`parley:embed:${anna.id}`)
  // The page around ends the session of its user, and that of the other person goes on.
  await tellFrame(page, { type: 'parley:signOut' })
  await expect(async () => expect(await askedIn(page)).toEqual(['start', 'start'])).toPass()
  await own.reload()
  await screenOf(own).write('I am still the seller')
  await expect(rowIn(page, 'I am still the seller')).toBeVisible()
  await browsers.close()
})

test('[SV20] a session that ends goes on with another token, and loses no draft and no waiting message', async ({
  browsers,
}) => {
  const sessions: Person[] = []
  await using shop = await startShop('parley.test', async (anna) => {
    const session = await anna.again()
    sessions.push(session)
    return { token: session.token }
  })
  const { host, server, seller, chatId } = shop
  const network = await BrokenNetwork.before(server.port)
  allowFrames(browsers, network.url)
  browsers.guard.allow(/WebSocket|Failed to load resource/)
  const page = await browsers.open(undefined, host.pathFor(frameAddress(network.url, chatId)), { url: host.url })
  await expect(rowIn(page, 'How can I help?')).toBeVisible()
  network.isolate()
  await composerIn(page).fill('Sent while away')
  await composerIn(page).press('Enter')
  await composerIn(page).fill('Only a draft')
  await sessions[0]?.call('accounts.logout', {})
  network.restore()
  await expect(async () => expect(await askedIn(page)).toEqual(['start', 'ended'])).toPass()
  const his = screenOf(await browsers.open(seller, `/c/${chatId}`, { url: server.url }))
  await expect(his.row('Sent while away')).toHaveCount(1)
  await expect(composerIn(page)).toHaveValue('Only a draft')
  await browsers.close()
  network.close()
})

/** How many rows a database of the frame holds. */
const rowsIn = (page: Page, name: string): Promise<number> | undefined =>
  innerFrame(page)?.evaluate(async (database) => {
    const opened = indexedDB.open(database)
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const { result: db } = opened
    const open = db.transaction([...db.objectStoreNames])
    const counts = [...db.objectStoreNames].map((store) => {
      const counted = open.objectStore(store).count()
      return new Promise<number>((resolve) => counted.addEventListener('success', () => resolve(counted.result)))
    })
    db.close()
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  }, name)

test('[SV22] a frame whose page signs another user on keeps no data of the first one', async ({ browsers }) => {
  const sessions: Person[] = []
  let seller: Person | undefined
  await using shop = await startShop('parley.test', async (anna) => {
    const session = await (sessions.length === 0 ? anna : (seller ?? anna)).again()
    sessions.push(session)
    return { token: session.token }
  })
  const { host, server, anna, chatId } = shop
  seller = shop.seller
  allowFrames(browsers, server.url)
  browsers.guard.allow(/Failed to load resource/)
  const page = await browsers.open(undefined, host.pathFor(frameAddress(server.url, chatId)), { url: host.url })
  await composerIn(page).fill('A draft of Anna')
  const store = `parley:embed:${anna.id}`
  await expect(async () => expect(await rowsIn(page, store)).toBeGreaterThan(0)).toPass()
  await sessions[0]?.call('accounts.logout', {})
  await expect(frameIn(page).getByTestId('chat-title')).toHaveText('Anna')
  expect(await askedIn(page)).toEqual(['start', 'ended', 'start'])
  expect(await rowsIn(page, store)).toBe(0)
  await browsers.close()
})

test('[SV19] only the page around signs a frame on, and only with a listed origin', async ({ browsers }) => {
  let gives = false
  await using shop = await startShop('parley.test', async (anna) =>
    gives ? { token: (await anna.again()).token } : undefined,
  )
  const { host, server, seller, chatId } = shop
  allowFrames(browsers, server.url)
  browsers.guard.allow(/token\?reason=/)
  const page = await browsers.open(undefined, host.pathFor(frameAddress(server.url, chatId)), { url: host.url })
  await expect(frameIn(page).getByTestId('embed-waiting')).toContainText(en.embedWaiting)
  expect(await seriousFindings(innerFrame(page) as unknown as Page)).toEqual([])
  // A frame beside it, also of a listed origin, isn't the page around.
  await page.evaluate(
    (message) => {
      const beside = document.createElement('iframe')
      beside.title = 'Beside'
      beside.srcdoc = `<script>parent.frames[0].postMessage(${JSON.stringify(message)}, '*')</script>`
      document.body.append(beside)
    },
    { type: 'parley:token', id: await lastIdIn(page), token: seller.token },
  )
  // Nor does the page around sign on without the question's id.
  await tellFrame(page, { type: 'parley:token', id: '1', token: seller.token })
  await tellFrame(page, { type: 'parley:look', accent: '#ff0066', theme: 'dark' })
  await expect(async () => {
    const theme = await innerFrame(page)?.evaluate(() => document.documentElement.dataset.theme)
    expect(theme).toBe('dark')
  }).toPass()
  await expect(frameIn(page).getByTestId('embed-waiting')).toBeVisible()
  gives = true
  await expect(rowIn(page, 'How can I help?')).toBeVisible()
  await expect(frameIn(page).getByTestId('chat-title')).toHaveText('Seller')
  await browsers.close()
})

test('[SV18] pages that are not listed show no chat, and no page shows anything else of the product', async ({
  browsers,
}) => {
  await using shop = await startShop('parley.test')
  const { host, server, chatId } = shop
  const stranger = await HostPage.start({ name: '127.0.0.1', token: async () => ({ token: shop.anna.token }) })
  allowFrames(browsers, server.url)
  browsers.guard.allow(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|Failed to load|postMessage/)
  const refused = async (around: HostPage, path: string) => {
    const page = await browsers.open(undefined, around.pathFor(server.url + path), { url: around.url })
    await expect(async () => {
      const shown = page.frames()[1]?.url() ?? ''
      expect([path, shown]).toEqual([path, 'chrome-error://chromewebdata/'])
    }).toPass()
    await page.context().close()
  }
  await refused(stranger, `/embed/${chatId}`)
  for (const path of ['/', `/c/${chatId}`, '/settings', '/docs', '/admin']) await refused(host, path)
  const alone = await browsers.open(undefined, `/embed/${chatId}`, { url: server.url })
  await expect(alone.getByTestId('embed-waiting')).toContainText(en.embedAlone)
  await browsers.close()
  stranger.stop()
})
