import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Page } from '@playwright/test'
import { en, zh } from './lib/catalogs'
import { expectVisibleFocus, keyTo } from './lib/focus'
import { mixedTexts, password } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, registerAs, test } from './lib/test'

/** Compressed bytes of the files that a page loaded before it first became idle, by the end of the file's name. */
const loadedBytes = (page: Page, extension: string, without?: RegExp) =>
  page.evaluate(
    ([end, skip]) =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(
          ({ startTime }) => !(startTime > (performance.getEntriesByName('parley:idle')[0]?.startTime ?? Infinity)),
        )
        .filter(({ name }) => name.endsWith(end) && !(skip !== '' && new RegExp(skip).test(name)))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    [extension, without?.source ?? ''] as const,
  )

test('A9 the sign-in page loads little, and no code of the chats', async ({ browsers }) => {
  const page = await browsers.open(undefined)
  await expect(page.getByRole('button', { name: en.signIn })).toBeVisible()
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(files.filter((file) => /\/(chat|shell|overlays)-/.test(file))).toEqual([])
  expect(await loadedBytes(page, '.js')).toBeGreaterThan(10_000)
  expect(await loadedBytes(page, '.js')).toBeLessThanOrEqual(145_000)
  expect(await loadedBytes(page, '.css')).toBeLessThanOrEqual(16_000)
})

test('A9 the chats load within their budget, and show stored data before the network responds', async ({
  browsers,
  cast,
  network,
}) => {
  browsers.guard.allow(/WebSocket connection to/, /Failed to load resource: net::/)
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(40))
  await alice.read(chatId, 40)
  await carol.send(await carol.direct(alice), 'a word from carol')
  // The list shows the newest message of the world. If another test formatted it, the page would load the parser.
  await carol.send(WORLD_CHAT_ID, 'a word to all')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.composer).toBeVisible()
  await expect(screen.rows.last()).toBeVisible()
  // Files prefetched while the page is idle aren't part of the start.
  expect(await loadedBytes(page, '.js', /\/overlays-/)).toBeLessThanOrEqual(200_000)
  expect(await loadedBytes(page, '.css', /\/overlays-/)).toBeLessThanOrEqual(16_000)
  await expect(screen.listRow('Carol')).toContainText('a word from carol')

  network.isolate()
  await page.reload()
  await expect(screen.listRow('Carol')).toContainText('a word from carol')
  await expect(screen.listRow('Bob')).toBeVisible()
  await expect(page.getByTestId('row-40')).toBeInViewport()
  await screen.write('while the server is silent')
  await expect(screen.row('while the server is silent')).toHaveAttribute('data-status', /queued|sending/)
  network.restore()
})

/** Signs out from the settings page. */
const signOutWithKeys = async (page: Page): Promise<void> => {
  const signOut = page.getByRole('main').getByRole('button', { name: en.signOut, exact: true })
  await expect(signOut).toBeVisible()
  await keyTo(page, signOut)
  await page.keyboard.press('Enter')
  const asked = page.getByRole('alertdialog').getByRole('button', { name: en.signOut })
  await expect(asked).toBeVisible()
  // The dialog takes the focus one frame after it appears.
  await expect(page.getByRole('alertdialog').locator(':focus')).toHaveCount(1)
  await expectVisibleFocus(page)
  if (!(await asked.evaluate((button) => button === document.activeElement))) await keyTo(page, asked)
  await page.keyboard.press('Enter')
}

test('D26 everything can be reached with the keyboard, and the focus is always visible', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  await bob.send(await alice.direct(bob), 'hello alice')
  const page = await browsers.open(undefined)
  const screen = screenOf(page)
  await expect(page.getByLabel(en.username)).toBeVisible()
  await keyTo(page, page.getByLabel(en.username))
  await page.keyboard.type(alice.username)
  await keyTo(page, page.getByLabel(en.password, { exact: true }))
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await expect(screen.listRow('Bob')).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await expectVisibleFocus(page)
  await page.keyboard.type('bob')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  await expect(screen.composer).toBeFocused()
  await expectVisibleFocus(page)
  await page.keyboard.type('written with the keyboard')
  await page.keyboard.press('Enter')
  await expect(screen.row('written with the keyboard')).toHaveAttribute('data-status', 'sent')

  // Up and down through the messages, and back.
  await keyTo(page, screen.row('written with the keyboard'), 'Shift+Tab')
  await page.keyboard.press('ArrowUp')
  await expect(screen.row('hello alice')).toBeFocused()
  await expectVisibleFocus(page)
  await keyTo(page, screen.composer)

  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await keyTo(page, dialog.getByRole('button', { name: en.newGroup }))
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel(en.groupName)).toBeVisible()
  await keyTo(page, dialog.getByLabel(en.groupName))
  await page.keyboard.type('Keyboard club')
  await keyTo(page, dialog.locator('[data-person-row]').filter({ hasText: bob.username }))
  await page.keyboard.press('Enter')
  await keyTo(page, dialog.getByRole('button', { name: en.createGroup }))
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Keyboard club')
  await expect(page.getByTestId('chat-subtitle')).toHaveText(/^2 members/)
  await expect(dialog).toHaveCount(0)
  await expect(screen.composer).toBeFocused()

  for (let pane = 0; pane < 5; pane++) {
    await page.keyboard.press('F6')
    await expectVisibleFocus(page)
  }
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  await keyTo(page, page.getByRole('link', { name: en.settings }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await signOutWithKeys(page)
  await expect(page.getByText(en.signInTitle)).toBeVisible()
})

test('D29 language and theme change at run time', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'one')
  await bob.send(chatId, 'two')
  const page = await browsers.open(alice, '/settings', { theme: 'light' })
  const screen = screenOf(page)
  await expect(screen.listRow('Bob')).toContainText('2 unread messages')
  await page.evaluate(() => Object.assign(globalThis, { sameLife: true }))
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.getByText('简体中文').click()
  await expect(page.getByRole('heading', { level: 1, name: zh.settings })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(screen.listRow('Bob')).toContainText(zh.unreadCount.other.replace('{count}', '2'))
  await page.getByText(zh.themeDark, { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await background()).not.toBe(light)
  await screen.listRow('Bob').click()
  await expect(screen.viewport.getByText('今天')).toHaveCount(1)
  expect(await page.evaluate(() => 'sameLife' in globalThis), 'the page was not loaded again').toBe(true)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(screen.composer).toHaveAttribute('placeholder', zh.messageTo)
})

for (const theme of ['light', 'dark'] as const) {
  test(`D29 the ${theme} theme applies from the first frame`, async ({ browsers, cast }) => {
    const [alice] = await cast('alice')
    // The system prefers the other theme, but the user's choice wins.
    const colorScheme = theme === 'dark' ? 'light' : 'dark'
    const page = await (await browsers.context(alice, { theme, context: { colorScheme } })).newPage()
    await page.addInitScript(() => {
      const seen: string[] = []
      Object.assign(globalThis, { paintedThemes: seen })
      const look = () => {
        if (document.body) seen.push(document.documentElement.dataset.theme ?? 'none')
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await page.goto('/')
    await expect(screenOf(page).listRow(en.savedMessages)).toBeVisible()
    const seen = await page.evaluate(() => (globalThis as unknown as { paintedThemes: string[] }).paintedThemes)
    expect(seen.length).toBeGreaterThan(0)
    expect([...new Set(seen)]).toEqual([theme])
  })
}

/** Words on the page and in its labels that don't come from a catalog. Texts of the pseudo language have brackets. */
const untranslated = (page: Page) =>
  page.evaluate(() => {
    const own = (text: string) => /^\s*(\[.*\]|[\s\d\p{P}\p{S}]*|\d+:\d\d [AP]M)\s*$/su.test(text)
    const found: string[] = []
    for (const element of document.querySelectorAll(
      'button, a, label, legend, h1, h2, h3, p, dt, [aria-label], [placeholder]',
    )) {
      const words = [element.getAttribute('aria-label'), element.getAttribute('placeholder')]
      for (const node of element.childNodes) if (node instanceof Text) words.push(node.data)
      // Names, addresses and messages don't come from catalogs.
      if (element.closest('bdi, article, [data-chat-row], [data-person-row], kbd, time')) continue
      found.push(...words.filter((text): text is string => text !== null && !own(text)))
    }
    return found.filter((text) => !/^(English|简体中文|@.*|Alice.*)$/.test(text.trim()))
  })

test('D29 every word is translated, and longer words fit', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'hello')
  const stranger = await browsers.open(undefined, '/?lang=xx-pseudo')
  await expect(stranger.getByRole('button', { name: /^\[.*\]$/ }).first()).toBeVisible()
  const signedIn = await browsers.open(alice, '/?lang=xx-pseudo')
  await expect(screenOf(signedIn).listRow('Bob')).toBeVisible()
  const go = async (path: string, shown: string) => {
    await signedIn.evaluate((to) => history.pushState(null, '', to), path)
    await expect(signedIn.locator(shown).first()).toBeVisible()
  }
  const check = async (page: Page, name: string) => {
    await page.screenshot({ path: `e2e/screens/pseudo/${name}.png` })
    expect(await untranslated(page), `untranslated words of ${name}`).toEqual([])
    const clipped = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button')]
        .filter(
          (button) => button.scrollWidth > button.clientWidth + 1 && getComputedStyle(button).overflow !== 'visible',
        )
        .map((button) => button.textContent),
    )
    expect(clipped, `truncated buttons of ${name}`).toEqual([])
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(tooWide, `px that ${name} is too wide`).toBeLessThanOrEqual(0)
  }
  await check(stranger, 'sign-in')
  await check(signedIn, 'list')
  await go(`/c/${chatId}`, 'article')
  await check(signedIn, 'chat')
  await go(`/c/${chatId}/details`, 'h2')
  await check(signedIn, 'details')
  await go('/settings', 'label:has(input[type=radio])')
  await check(signedIn, 'settings')
  await signedIn.setViewportSize({ width: 320, height: 640 })
  await check(signedIn, 'settings-320')
  await go('/', '[data-chat-row]')
  await check(signedIn, 'list-320')
  await go(`/c/${chatId}`, 'article')
  await check(signedIn, 'chat-320')
  await stranger.setViewportSize({ width: 320, height: 640 })
  await check(stranger, 'sign-in-320')
})

test('plain HTTP on a host name: sign up, write and copy a link without a secure origin', async ({
  browsers,
  cast,
  server,
}) => {
  const [bob] = await cast('bob')
  const url = `http://parley.test:${server.port}`
  const page = await browsers.open(undefined, '/register', { url })
  expect(
    await page.evaluate(() => ({
      secure: isSecureContext,
      serviceWorker: 'serviceWorker' in navigator,
      locks: 'locks' in navigator,
      randomUUID: 'randomUUID' in crypto,
    })),
  ).toEqual({ secure: false, serviceWorker: false, locks: false, randomUUID: false })
  await page.getByLabel(en.displayName, { exact: true }).fill('Lan')
  await page.getByLabel(en.username).fill(`lan.${bob.username}`)
  await page.getByLabel(en.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.register }).click()
  const screen = screenOf(page)
  await page.getByRole('searchbox').fill(`@${bob.username}`)
  await page.locator('[data-person-row]').click()
  await screen.write('from the local network')
  await expect(screen.row('from the local network')).toHaveAttribute('data-status', 'sent')
  const other = screenOf(await browsers.open(bob))
  await expect(other.listRow('Lan')).toContainText('from the local network')
  await page.reload()
  await expect(screen.row('from the local network')).toHaveCount(1)
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.invitePeople }).click()
  await page.getByRole('button', { name: en.copyLink }).click()
  await expect(page.getByText(en.copied)).toBeVisible()
  const link = page.getByLabel(en.inviteLink, { exact: true })
  await expect(link).toHaveValue(new RegExp(`^${url}/i/`))
  // There is always a valid link.
  const before = await link.inputValue()
  await page.getByRole('button', { name: en.revokeInvite }).click()
  await expect(page.getByText(en.inviteRevoked)).toBeVisible()
  await expect(link).not.toHaveValue(before)
})

test('D27 a burst of messages is announced once', async ({ browsers, cast, network }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'before')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  await expect(screenOf(page).row('before')).toBeVisible()
  const announcer = page.getByTestId('announcer')
  await expect(announcer).toHaveText('')
  await announcer.evaluate((element) => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    new MutationObserver(() => said.push(element.textContent ?? '')).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  network.holdAnswers()
  for (const text of ['one', 'two', 'three', 'four', 'five']) await bob.send(chatId, text)
  network.restore()
  await expect(announcer).toHaveText('5 new messages from Bob')
  expect(await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).toEqual([
    '5 new messages from Bob',
  ])
})

test('the administration needs an administrator', async ({ browsers, server }) => {
  const page = await browsers.open(await registerAs(server.url, 'alice'), '/admin')
  await expect(page.getByText(en.adminOnlyTitle)).toBeVisible()
})
