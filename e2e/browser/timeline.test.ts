import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { driftPx, longestRun, recordFrames, standsStill, strayPx } from './lib/frames'
import { mixedTexts, type Person } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** One step of the wheel. */
const stepPx = 120

/** Counts the pages of history that a page asks for. */
const countLoads = (page: Page): (() => number) => {
  let loads = 0
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"messages.list"')) loads += 1
    }),
  )
  return () => loads
}

/** A direct chat with messages of `from`, all of them read by `to`. */
const readChat = async (from: Person, to: Person, count: number) => {
  const chatId = await from.direct(to)
  await from.sendMany(chatId, mixedTexts(count))
  await to.read(chatId, count)
  return chatId
}

test('A1 history loaded above does not move what is read', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 2_200)
  const page = await browsers.open(alice)
  const loads = countLoads(page)
  await page.reload()
  const screen = screenOf(page)
  await screen.listRow('Bob').click()
  await expect(screen.row(/./).last()).toBeVisible()
  await standsStill(screen.viewport)
  expect(page.url()).toContain(chatId)
  await screen.viewport.hover()
  const before = loads()
  const recording = await recordFrames(screen.viewport)
  for (let steps = 0; loads() - before < 40 && steps < 2_000; steps += 4) {
    for (let step = 0; step < 4; step++) await page.mouse.wheel(0, -stepPx)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  await standsStill(screen.viewport)
  const frames = await recording.stop()
  expect(loads() - before, 'pages of history').toBeGreaterThanOrEqual(40)
  expect(frames.filter(({ covered }) => !covered).length, 'blank frames').toBe(0)
  // A stray of a frame or two is corrected before anybody can see it; one that stays is a jump. Four steps are less
  // than a view: a frame that shares no row with the one before it has jumped far.
  const jumps = frames.flatMap((frame, at) => {
    const later = frames.slice(at + 1, at + 4).map((after) => strayPx(frame, after, stepPx))
    if (frame.scrollTop < stepPx || later.length < 3) return []
    const stray =
      later[0] === undefined ? Number.POSITIVE_INFINITY : Math.min(...later.filter((px) => px !== undefined))
    return stray > 1 ? [stray] : []
  })
  expect(jumps, 'jumps in px').toEqual([])
})

const zooms = [
  { name: 'at 1 device pixel', scale: 1, zoom: 1 },
  { name: 'at 1.25 device pixels', scale: 1.25, zoom: 1 },
  { name: 'at 1.5 device pixels', scale: 1.5, zoom: 1 },
  { name: 'at 2 device pixels', scale: 2, zoom: 1 },
  { name: 'zoomed to 110 %', scale: 1, zoom: 1.1 },
]

for (const { name, scale, zoom } of zooms) {
  test(`A3 what comes in is followed at the end, and moves nothing elsewhere, ${name}`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await readChat(bob, alice, 80)
    // What a browser's zoom does: more device pixels, fewer CSS pixels.
    const viewport = { width: Math.round(1280 / zoom), height: Math.round(800 / zoom) }
    const context = { viewport, deviceScaleFactor: scale * zoom }
    const page = await browsers.open(alice, `/c/${chatId}`, { context })
    const screen = screenOf(page)
    await expect(screen.rows.last()).toBeVisible()
    await standsStill(screen.viewport)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)

    const following = await recordFrames(screen.viewport)
    for (const text of mixedTexts(50)) {
      const { seq } = await bob.send(chatId, `in ${text}`)
      // One after the other, so that each is followed by itself.
      await expect(page.getByTestId(`row-${seq}`)).toBeVisible()
    }
    await expect(screen.page.getByTestId('row-130')).toBeVisible()
    await standsStill(screen.viewport)
    const followed = await following.stop()
    expect(
      longestRun(followed, ({ toEnd }) => toEnd > 2),
      'frames in a row away from the end',
    ).toBeLessThanOrEqual(2)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)

    await expect(page, 'everything is read').not.toHaveTitle(/\(/)
    await screen.viewport.hover()
    await page.mouse.wheel(0, -300)
    await standsStill(screen.viewport)
    expect(await screen.toEnd()).toBeGreaterThan(250)
    const standing = await recordFrames(screen.viewport)
    for (const text of mixedTexts(50)) await bob.send(chatId, `below ${text}`)
    await expect(page.getByTestId('fab-latest-count')).toHaveText('50')
    await standsStill(screen.viewport)
    const stood = await standing.stop()
    const [anchor] = stood[0]?.rows[2] ?? []
    expect(driftPx(stood, anchor ?? ''), 'px that the read row moved').toBeLessThanOrEqual(0.5)
    await page.getByTestId('fab-latest').click()
    await expect(page.getByTestId('row-180')).toBeInViewport()
    await expect(page.getByTestId('fab-latest')).toBeHidden()
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  })
}

test('A3 the end stays in view while the composer grows and shrinks', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  for (const text of ['two\nlines', 'many\n'.repeat(20), 'two\nlines', 'many\n'.repeat(20), '']) {
    await screen.composer.fill(text)
    await standsStill(screen.viewport)
    expect(await screen.toEnd(), `after ${text.split('\n').length} lines`).toBeLessThanOrEqual(2)
  }
  await screen.viewport.hover()
  await page.mouse.wheel(0, -400)
  await standsStill(screen.viewport)
  const toEnd = await screen.toEnd()
  for (const text of ['many\n'.repeat(20), '']) {
    await screen.composer.fill(text)
    await standsStill(screen.viewport)
    expect(Math.abs((await screen.toEnd()) - toEnd), 'px that the lower edge moved').toBeLessThanOrEqual(2)
  }
})

test('A4 an own message is there before the server has it, and stays the same element', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await standsStill(screen.viewport)
  network.holdAnswers()
  await screen.write('on its way')
  const row = screen.row('on its way')
  await expect(row).toBeInViewport()
  await expect(row).toHaveAttribute('data-status', /queued|sending/)
  expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  const element = await row.elementHandle()
  const recording = await recordFrames(screen.viewport)
  network.mend()
  await expect(row).toHaveAttribute('data-status', 'sent')
  await standsStill(screen.viewport)
  const frames = await recording.stop()
  expect(await row.evaluate((now, before) => now === before, element), 'the same element').toBe(true)
  expect(longestRun(frames, ({ toEnd }) => toEnd > 2)).toBeLessThanOrEqual(2)
  await expect(screen.composer).toBeFocused()
  await expect(screen.composer).toHaveValue('')
})

test('A4 a message sent while reading far up is announced instead of jumping there', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 120)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await standsStill(screen.viewport)
  await screen.viewport.hover()
  await page.mouse.wheel(0, -3_000)
  await standsStill(screen.viewport)
  const recording = await recordFrames(screen.viewport)
  await expect(page.getByTestId('sent-away')).toHaveCount(0)
  await screen.write('far below')
  await expect(page.getByTestId('sent-away')).toBeVisible()
  await standsStill(screen.viewport)
  const frames = await recording.stop()
  expect(driftPx(frames, frames[0]?.rows[2]?.[0] ?? '')).toBeLessThanOrEqual(1)
  await page.getByTestId('sent-away').click()
  await expect(screen.row('far below')).toBeInViewport()
})

test('A8 a chat is painted first where it stays', async ({ browsers, cast }) => {
  const [alice, bob, carol, dave] = await cast('alice', 'bob', 'carol', 'dave')
  await readChat(bob, alice, 150)
  const unreadChat = await readChat(carol, alice, 60)
  await carol.sendMany(unreadChat, mixedTexts(40))
  await readChat(dave, alice, 90)
  const page = await browsers.open(alice)
  const screen = screenOf(page)
  const bobRow = screen.listRow('Bob')
  await bobRow.click()
  await expect(screen.rows.last()).toBeVisible()
  await standsStill(screen.viewport)
  await screen.viewport.hover()
  await page.mouse.wheel(0, -700)
  await standsStill(screen.viewport)
  const title = page.getByTestId('chat-title')
  const keysSeen = new Set<string>()
  // Twice around: from the server, then from what the client holds. Bob's chat was left somewhere in its middle.
  for (const name of ['Carol', 'Dave', 'Bob', 'Carol', 'Dave', 'Bob']) {
    const recording = await recordFrames(screen.viewport)
    await screen.listRow(name).click()
    await expect(title).toHaveText(name)
    await standsStill(screen.viewport)
    const frames = await recording.stop()
    const final = frames.at(-1)
    const keys = new Set(final?.rows.map(([key]) => key))
    const painted = frames.filter(({ rows }) => rows.some(([key]) => keys.has(key) && key.length > 20))
    keysSeen.add([...keys].at(-1) ?? '')
    expect(painted.length, `${name} was painted`).toBeGreaterThan(0)
    for (const frame of painted) {
      expect(frame.covered, `${name} was covered`).toBe(true)
      expect(final && strayPx(frame, final, 1e9), `${name} moved, px`).toBeLessThanOrEqual(1)
      expect(frame.rows.at(-1)?.[0], `${name}: the last row of the first paint`).toBe(final?.rows.at(-1)?.[0])
    }
  }
  expect(keysSeen.size).toBeGreaterThanOrEqual(3)
})

test('jump to the first unread and to the latest', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  await bob.sendMany(chatId, mixedTexts(30))
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  // Thirty unread ones: the chat opens at the first of them.
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
  await standsStill(screen.viewport)
  const first = page.getByTestId('row-61')
  const view = await screen.viewport.boundingBox()
  const box = await first.boundingBox()
  expect(Math.abs((box?.y ?? 0) - (view?.y ?? 0) - 96), 'px beside its place').toBeLessThanOrEqual(8)
  await expect(page.getByTestId('fab-latest')).toBeVisible()
  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId('row-90')).toBeInViewport()
  await expect(page.getByTestId('fab-latest')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('unread-divider')).toHaveCount(0)
  // A chat that was left at its end opens at what came since.
  await screen.listRow(en.savedMessages).click()
  await expect(page.getByTestId('chat-title')).toHaveText(en.savedMessages)
  await bob.sendMany(chatId, mixedTexts(40))
  await screen.listRow('Bob').click()
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
})

test('a chat with very many unread ones opens at its end and offers the way to the first', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 20)
  await bob.sendMany(chatId, mixedTexts(620))
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('row-640')).toBeInViewport()
  expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  await page.getByTestId('jump-unread').click()
  await expect(page.getByTestId('row-21')).toBeInViewport()
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
})
