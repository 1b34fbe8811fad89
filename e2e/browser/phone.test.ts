import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { waitUntilStill } from './lib/frames'
import { closeLayer } from './lib/layers'
import { mixedTexts } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** Problems of a page on a phone: it scrolls as a whole, its fields or its targets are too small. */
const phoneFaults = (page: Page) =>
  page.evaluate(() => {
    const faults: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth - innerWidth} px too wide`)
    if (root.scrollHeight > innerHeight) faults.push(`the page is ${root.scrollHeight - innerHeight} px too high`)
    const visible = (element: Element) => {
      const box = element.getBoundingClientRect()
      return (
        box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      )
    }
    for (const field of document.querySelectorAll('input:not([type=radio]), textarea'))
      if (visible(field) && Number.parseFloat(getComputedStyle(field).fontSize) < 16)
        faults.push(`${field.getAttribute('aria-label') ?? field.getAttribute('name')}: smaller than 16 px`)
    const open = document.querySelector('[role=menu], [role=dialog]')
    for (const target of document.querySelectorAll('button, a[href], [role=menuitem], [role=option]')) {
      target.scrollIntoView({ block: 'nearest' })
      const { x, y, width, height } = target.getBoundingClientRect()
      const [middle, centre] = [x + width / 2, y + height / 2]
      const covered = target.closest('[inert]') ?? (open && !open.contains(target))
      if (!visible(target) || covered || centre < 0 || centre > innerHeight) continue
      // Links inside a sentence are as high as its line.
      const enough = target.closest('p, [data-message-text]') ? 16 : 44
      // The elements that a tap hits a little above and below the middle. A target may be larger than its drawing.
      const hit = [1 - enough / 2, 0, enough / 2 - 1].every((beside) => {
        const at = centre + beside
        return at < 0 || at >= innerHeight || target.contains(document.elementFromPoint(middle, at))
      })
      if (!hit) faults.push(`${target.getAttribute('aria-label') ?? target.textContent}: ${width} × ${height} px`)
    }
    return faults
  })

for (const [name, device] of [
  ['360 × 740', devices.smallPhone],
  ['390 × 844', devices.phone],
] as const) {
  test(`D28 one pane at a time, back and forth, on ${name}`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await alice.direct(bob)
    await bob.sendMany(chatId, mixedTexts(60))
    await alice.read(chatId, 60)
    const page = await browsers.open(alice, '/', { context: device })
    const screen = screenOf(page)
    const list = screen.listRow('Bob')
    await expect(list).toBeVisible()
    expect(await phoneFaults(page), 'the list').toEqual([])

    await list.tap()
    await expect(screen.composer).toBeVisible()
    await expect(page.getByTestId('row-60')).toBeInViewport()
    await expect(list).toBeHidden()
    expect(page.url()).toContain(`/c/${chatId}`)
    await waitUntilStill(screen.viewport)
    expect(await phoneFaults(page), 'the chat').toEqual([])

    await page.getByTestId('chat-details').tap()
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible()
    await expect(page.getByRole('heading', { level: 2 })).toBeInViewport()
    await page.goBack()
    await expect(screen.composer).toBeVisible()
    await page.goBack()
    await expect(list).toBeVisible()
    await list.tap()
    await page.getByTestId('chat-back').tap()
    await expect(list).toBeVisible()

    await page.getByRole('button', { name: en.newConversation }).tap()
    const menu = page.getByRole('menu')
    await expect(menu).toBeVisible()
    const box = await menu.boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(device.viewport.width)
    expect(await phoneFaults(page), 'the menu').toEqual([])
    await closeLayer(page)

    await page.goto('/settings')
    await expect(page.getByRole('heading', { level: 1, name: en.settings })).toBeVisible()
    expect(await phoneFaults(page), 'the settings').toEqual([])
  })
}

test('D28 the composer stays above a keyboard that shrinks the page, and the end of the chat stays in view', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(60))
  await alice.read(chatId, 60)
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const screen = screenOf(page)
  await expect(page.getByTestId('row-60')).toBeInViewport()
  for (const height of [500, 844]) {
    await page.setViewportSize({ width: 390, height })
    await expect(page.getByTestId('row-60')).toBeInViewport()
    await waitUntilStill(screen.viewport)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)
    const box = await screen.composer.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
  }
})

test('D28 the composer stays above a keyboard that covers the page, as on an iPhone', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(60))
  await alice.read(chatId, 60)
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1'
  const context = await browsers.context(alice, { context: { ...devices.phone, userAgent } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const keyboard = { px: 0 }
    Object.defineProperty(VisualViewport.prototype, 'height', { get: () => innerHeight - keyboard.px })
    Object.assign(globalThis, {
      setKeyboard(px: number) {
        keyboard.px = px
        visualViewport?.dispatchEvent(new Event('resize'))
      },
    })
  })
  await page.goto(`/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('row-60')).toBeInViewport()
  const setKeyboard = (px: number) =>
    page.evaluate((height) => (globalThis as unknown as { setKeyboard(px: number): void }).setKeyboard(height), px)
  const lowerEdge = async () => {
    const box = await screen.composer.boundingBox()
    return (box?.y ?? 0) + (box?.height ?? 0)
  }
  const without = await lowerEdge()
  await setKeyboard(300)
  // It touches the keyboard.
  await expect.poll(lowerEdge).toBe(without - 300)
  await waitUntilStill(screen.viewport)
  expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  await setKeyboard(0)
  await expect.poll(lowerEdge).toBe(without)
})

test('D27 at 200 % nothing scrolls sideways, and you can write', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(20))
  // With unread messages the chat would open at the first of them, away from the composer.
  await alice.read(chatId, 20)
  // The CSS size of a window of 1280 × 800 at this zoom.
  const context = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }
  const page = await browsers.open(alice, '/', { context })
  const screen = screenOf(page)
  await expect(screen.listRow('Bob')).toBeVisible()
  for (const path of ['/', '/people', '/settings', `/c/${chatId}`, `/c/${chatId}/details`]) {
    await page.goto(path)
    await expect(page.locator('[data-focus-stop]').last()).toBeVisible()
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(tooWide, path).toBeLessThanOrEqual(0)
  }
  await page.goto(`/c/${chatId}`)
  await screen.composer.fill('large letters')
  await page.keyboard.press('Enter')
  await expect(page.getByText('large letters').last()).toBeInViewport()
})

test('D28 pulling a message to the left replies to it; scrolling or a pull from the screen edge does not', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const { id: chatId } = await alice.group('Boats', [bob])
    await bob.sendMany(chatId, mixedTexts(40))
    const last = await bob.send(chatId, 'shall we go to the river?')
    await alice.read(chatId, last.seq)
    const page = await browsers.open(alice, `/c/${chatId}`, { context: { ...devices.phone, reducedMotion } })
    const row = page.getByTestId(`row-${last.seq}`)
    const strip = page.getByTestId('composer-strip')
    await expect(row).toBeInViewport()
    const devtools = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints })
    const box = await row.boundingBox()
    const y = (box?.y ?? 0) + (box?.height ?? 0) / 2
    const pull = async (fromX: number, toX: number) => {
      await touch('touchStart', { x: fromX, y })
      for (let x = fromX; x >= toX; x -= 10) await touch('touchMove', { x, y })
    }
    const shift = () => row.locator('[data-bubble]').evaluate((bubble) => bubble.getBoundingClientRect().x)
    const rests = await shift()

    // A short pull returns the row.
    await pull(250, 200)
    await expect(row).toHaveAttribute('data-pulled', 'yes')
    await touch('touchEnd')
    await expect(row).not.toHaveAttribute('data-pulled')
    await expect.poll(shift).toBe(rests)
    // A pull from the edge belongs to the system.
    await pull(385, 200)
    await expect(row).not.toHaveAttribute('data-pulled')
    await touch('touchEnd')
    await expect(strip).toBeHidden()

    await pull(250, 150)
    await expect(row).toHaveAttribute('data-pulled', 'replies')
    const moved = rests - (await shift())
    expect(moved > 40).toBe(reducedMotion === 'no-preference')
    await touch('touchEnd')
    await expect(strip).toContainText('shall we go to the river?')
    await expect(row).not.toHaveAttribute('data-pulled')
    // Downwards it scrolls, and the reply doesn't change.
    const top = () => page.getByTestId('viewport').evaluate((view) => view.scrollTop)
    const before = await top()
    await touch('touchStart', { x: 200, y: 300 })
    for (let down = 0; down <= 200; down += 10) await touch('touchMove', { x: 200 - down / 4, y: 300 + down })
    await touch('touchEnd')
    await expect.poll(top).toBeLessThan(before - 50)
    await expect(strip).toContainText('shall we go to the river?')
  }
})
