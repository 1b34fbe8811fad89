import type { Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** Waits until the client's service worker controls this page, which means that it has cached everything. */
const kept = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)

const offlineStart = { offlineStart: true }

test('D30 offline the client opens with chats, messages and queued sends, and all its parts', async ({
  browsers,
  cast,
  network,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'stored on this device')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url, ...offlineStart })
  const screen = screenOf(page)
  await expect(screen.row('stored on this device')).toBeVisible()
  await kept(page)
  network.close()
  await page.context().setOffline(true)
  await screen.write('written without a network')
  await expect(screen.row('written without a network')).toHaveAttribute('data-status', /queued|sending/)

  await page.reload()
  await expect(screen.listRow('Bob')).toBeVisible()
  await expect(screen.row('stored on this device')).toBeVisible()
  await expect(screen.row('written without a network')).toHaveAttribute('data-status', /queued|sending/)
  // Parts that have not been loaded before.
  await page.getByRole('link', { name: en.settings }).click()
  await expect(page.getByRole('heading', { level: 1, name: en.settings })).toBeVisible()
  await page.goto(`/c/${chatId}/details`)
  await expect(page.getByRole('heading', { name: en.profile })).toBeVisible()
  await page.getByTestId('emoji-button').click()
  await expect(page.getByTestId('emoji-picker').getByRole('gridcell').first()).toBeVisible()
})

test('D30 offline a link to an unknown chat shows a message and leads back, and the chat opens with the connection', async ({
  browsers,
  cast,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, '/', offlineStart)
  await kept(page)
  await page.context().setOffline(true)
  const { id: chatId } = await bob.group('Picnic', [alice])
  await bob.send(chatId, 'on Sunday')
  const heading = page.getByRole('heading', { name: en.notStoredTitle })
  for (const { viewport } of [devices.desktop, devices.phone]) {
    await page.setViewportSize(viewport)
    await page.goto(`/c/${chatId}`)
    await expect(heading).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.getByRole('link', { name: en.backToChats }).click()
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
  await page.goBack()
  await expect(heading).toBeVisible()
  await page.context().setOffline(false)
  await expect(screenOf(page).row('on Sunday')).toBeVisible()
})

test('D30 offline, links to a person and invites say that they need a connection, and open with it', async ({
  browsers,
  cast,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await bob.group('Picnic', [])
  const { code } = await bob.call('groups.createLink', { chatId })
  const page = await browsers.open(alice, '/', offlineStart)
  await kept(page)
  for (const { path, title, opened } of [
    { path: `/people/${bob.id}`, title: en.personNotStoredTitle, opened: page.getByTestId('profile') },
    { path: `/i/${code}`, title: en.inviteOfflineTitle, opened: page.getByRole('button', { name: en.joinGroup }) },
  ]) {
    await page.context().setOffline(true)
    await page.goto(path)
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await page.context().setOffline(false)
    await expect(opened).toBeVisible()
  }
})

test('D30 messages written in a page opened offline are sent later', async ({ browsers, cast }) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, `/c/${chatId}`, offlineStart)
  const screen = screenOf(page)
  await kept(page)
  await page.context().setOffline(true)
  await page.reload()
  await screen.write('from an offline start')
  await expect(screen.row('from an offline start')).toHaveAttribute('data-status', /queued|sending/)
  await page.context().setOffline(false)
  await expect(screen.row('from an offline start')).toHaveAttribute('data-status', 'sent')
  expect(await bob.texts(chatId)).toEqual(['from an offline start'])
})

test('the service worker passes all requests except those for the client to the server', async ({
  browsers,
  cast,
  server,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/', offlineStart)
  await kept(page)
  const text = (path: string) => page.goto(path).then((answer) => answer?.text())
  expect(await text('/health')).toBe(await (await fetch(`${server.url}/health`)).text())
  expect(await text('/docs')).toContain('docs')
  expect(await text('/build.json')).toContain('"build"')
  const paths = await page.evaluate(async () => {
    const found: string[] = []
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
    return found
  })
  expect(paths.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
})

test('signing out offline opens the sign-in page, and removes all data of the account', async ({ browsers, cast }) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource/)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'a secret')
  const page = await browsers.open(alice, `/c/${chatId}`, offlineStart)
  await expect(screenOf(page).row('a secret')).toBeVisible()
  await kept(page)
  await page.goto('/settings')
  await page.getByRole('main').getByRole('button', { name: en.signOut, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: en.signOut }).click()
  await expect(page.getByText(en.signInTitle)).toBeVisible()
  await page.context().setOffline(true)
  await page.goto(`/c/${chatId}`)
  await expect(page.getByText(en.signInTitle)).toBeVisible()
  await expect(page.getByText('a secret')).toHaveCount(0)
})

test("plain HTTP on a host name has no service worker: the browser's cache gets all code instead", async ({
  browsers,
  cast,
  server,
}) => {
  const [alice] = await cast('alice')
  const url = `http://parley.test:${server.port}`
  const context = await browsers.context(alice, { url, ...offlineStart })
  const loaded = new Set<string>()
  context.on('requestfinished', (request) => void loaded.add(new URL(request.url()).pathname))
  const page = await context.newPage()
  await page.goto('/')
  await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
  const { files } = (await (await fetch(`${server.url}/build.json`)).json()) as { files: readonly string[] }
  await expect.poll(() => files.filter((path) => !loaded.has(path))).toEqual([])
})
