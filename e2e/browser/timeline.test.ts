import type { Page } from '@playwright/test'
import { commitsPerFrame, countCommits } from '../../packages/bench/src/web/commits'
import { en } from './lib/catalogs'
import { driftPx, longestRun, recordFrames, unwantedScrollPx, waitUntilStill } from './lib/frames'
import { mixedTexts, type Person } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** One wheel step. */
const stepPx = 120

/** Counts the pages of history that a page requests. */
const countLoads = (page: Page): (() => number) => {
  let loads = 0
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"messages.list"')) loads += 1
    }),
  )
  return () => loads
}

/** The seqs up to which a page marks messages as read. */
const readMarks = (page: Page): readonly number[] => {
  const seqs: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.method === 'chats.markRead') seqs.push(frame.params.seq)
    }),
  )
  return seqs
}

/** A direct chat with messages of `from`, all of them read by `to`. */
const readChat = async (from: Person, to: Person, count: number) => {
  const chatId = await from.direct(to)
  await from.sendMany(chatId, mixedTexts(count))
  await to.read(chatId, count)
  return chatId
}

test('A1 history that loads above does not move the visible messages', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 2_200)
  const page = await browsers.open(alice)
  const loads = countLoads(page)
  await page.reload()
  const screen = screenOf(page)
  await screen.listRow('Bob').click()
  await expect(screen.row(/./).last()).toBeVisible()
  await waitUntilStill(screen.viewport)
  expect(page.url()).toContain(chatId)
  await screen.viewport.hover()
  const before = loads()
  const recording = await recordFrames(screen.viewport)
  for (let steps = 0; loads() - before < 40 && steps < 2_000; steps += 4) {
    for (let step = 0; step < 4; step++) await page.mouse.wheel(0, -stepPx)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  await waitUntilStill(screen.viewport)
  const frames = await recording.stop()
  expect(loads() - before, 'pages of history').toBeGreaterThanOrEqual(40)
  expect(frames.filter(({ covered }) => !covered).length, 'blank frames').toBe(0)
  // The client corrects a shift within a frame or two, before it is visible; a lasting shift is a jump. Four steps are
  // less than a view, so consecutive frames without a common row have jumped far.
  const jumps = frames.flatMap((frame, at) => {
    const later = frames.slice(at + 1, at + 4).map((after) => unwantedScrollPx(frame, after, stepPx))
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
  test(`A3 at the end the chat follows new messages, elsewhere nothing moves, ${name}`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await readChat(bob, alice, 80)
    // A browser's zoom means more device pixels and fewer CSS pixels.
    const viewport = { width: Math.round(1280 / zoom), height: Math.round(800 / zoom) }
    const context = { viewport, deviceScaleFactor: scale * zoom }
    const page = await browsers.open(alice, `/c/${chatId}`, { context })
    const screen = screenOf(page)
    await expect(screen.rows.last()).toBeVisible()
    await waitUntilStill(screen.viewport)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)

    const following = await recordFrames(screen.viewport)
    for (const text of mixedTexts(50)) {
      const { seq } = await bob.send(chatId, `in ${text}`)
      // In sequence, so that the chat follows each message separately.
      await expect(page.getByTestId(`row-${seq}`)).toBeVisible()
    }
    await expect(screen.page.getByTestId('row-130')).toBeVisible()
    await waitUntilStill(screen.viewport)
    const followed = await following.stop()
    expect(
      longestRun(followed, ({ toEnd }) => toEnd > 2),
      'consecutive frames away from the end',
    ).toBeLessThanOrEqual(2)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)

    await expect(page, 'all messages are read').not.toHaveTitle(/\(/)
    await screen.viewport.hover()
    await page.mouse.wheel(0, -300)
    await waitUntilStill(screen.viewport)
    expect(await screen.toEnd()).toBeGreaterThan(250)
    const standing = await recordFrames(screen.viewport)
    for (const text of mixedTexts(50)) await bob.send(chatId, `below ${text}`)
    await expect(page.getByTestId('fab-latest-count')).toHaveText('50')
    await waitUntilStill(screen.viewport)
    const stood = await standing.stop()
    const [anchor] = stood[0]?.rows[2] ?? []
    expect(driftPx(stood, anchor ?? ''), 'px that the read row moved').toBeLessThanOrEqual(0.5)
    await page.getByTestId('fab-latest').click()
    await expect(page.getByTestId('row-180')).toBeInViewport()
    await expect(page.getByTestId('fab-latest')).toBeHidden()
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  })
}

test('A3 you can leave the end with small wheel steps and by touch, and return to it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 40)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('row-40')).toBeInViewport()
  await waitUntilStill(screen.viewport)
  await screen.viewport.hover()
  for (const [toEnd, step] of [
    [10, -10],
    [20, -10],
    [30, -10],
  ] as const) {
    await page.mouse.wheel(0, step)
    await expect.poll(screen.toEnd).toBe(toEnd)
  }
  // A render keeps the position, and the chat follows new messages again after you stop scrolling.
  await page.mouse.move(700, 300)
  await page.mouse.move(710, 310)
  await expect(page.getByTestId('row-tools')).toBeVisible()
  expect(await screen.toEnd()).toBe(30)
  await expect(page.locator('[class*=sticky][data-shown]')).toHaveCount(0)
  await bob.send(chatId, 'one more')
  await expect(page.getByTestId('row-41')).toBeInViewport()
  await expect.poll(screen.toEnd).toBeLessThanOrEqual(2)

  const phone = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const { viewport, toEnd } = screenOf(phone)
  await expect(phone.getByTestId('row-41')).toBeInViewport()
  await waitUntilStill(viewport)
  const devtools = await phone.context().newCDPSession(phone)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', { x: 200, y: 300 })
  for (let down = 0; down <= 60; down += 5) await touch('touchMove', { x: 200, y: 300 + down })
  await expect.poll(toEnd).toBeGreaterThan(30)
  await touch('touchEnd')
})

test('A3 the end stays in view while the composer grows and shrinks', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  for (const text of ['two\nlines', 'many\n'.repeat(20), 'two\nlines', 'many\n'.repeat(20), '']) {
    await screen.composer.fill(text)
    await waitUntilStill(screen.viewport)
    expect(await screen.toEnd(), `after ${text.split('\n').length} lines`).toBeLessThanOrEqual(2)
  }
  await screen.viewport.hover()
  await page.mouse.wheel(0, -400)
  await waitUntilStill(screen.viewport)
  const toEnd = await screen.toEnd()
  for (const text of ['many\n'.repeat(20), '']) {
    await screen.composer.fill(text)
    await waitUntilStill(screen.viewport)
    expect(Math.abs((await screen.toEnd()) - toEnd), 'px that the lower edge moved').toBeLessThanOrEqual(2)
  }
})

test('A4 an own message appears before the server has it, and keeps its element', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await waitUntilStill(screen.viewport)
  network.holdAnswers()
  await screen.write('on its way')
  const row = screen.row('on its way')
  await expect(row).toBeInViewport()
  await expect(row).toHaveAttribute('data-status', /queued|sending/)
  expect(await screen.toEnd()).toBeLessThanOrEqual(2)
  const element = await row.elementHandle()
  const recording = await recordFrames(screen.viewport)
  network.restore()
  await expect(row).toHaveAttribute('data-status', 'sent')
  await waitUntilStill(screen.viewport)
  const frames = await recording.stop()
  expect(await row.evaluate((now, before) => now === before, element), 'the same element').toBe(true)
  expect(longestRun(frames, ({ toEnd }) => toEnd > 2)).toBeLessThanOrEqual(2)
  await expect(screen.composer).toBeFocused()
  await expect(screen.composer).toHaveValue('')
})

test('A10 a message renders the history once, and once more when it was read', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  const context = await browsers.context(alice)
  await countCommits(context)
  const page = await context.newPage()
  const marked = readMarks(page)
  await page.goto(`/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeInViewport()
  await waitUntilStill(screen.viewport)
  for (const [at, lines] of [1, 4, 2].entries()) {
    await commitsPerFrame(page)
    // Wide and narrow letters: the height differs from the estimate.
    await bob.send(chatId, `number ${at}\n${'WWW mmm iii 中文 '.repeat(9)}\n`.repeat(lines))
    await expect(screen.row(`number ${at}`)).toBeInViewport()
    await expect.poll(() => marked).toContain(61 + at)
    await waitUntilStill(screen.viewport)
    expect(await screen.toEnd()).toBeLessThanOrEqual(2)
    const renders = (await commitsPerFrame(page)).reduce((sum, { history }) => sum + history, 0)
    expect(renders, 'renderings of the history').toBeLessThanOrEqual(2)
  }
})

test('A4 sending while reading far up shows a notice instead of jumping', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 120)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await waitUntilStill(screen.viewport)
  await screen.viewport.hover()
  await page.mouse.wheel(0, -3_000)
  await waitUntilStill(screen.viewport)
  const recording = await recordFrames(screen.viewport)
  await expect(page.getByTestId('sent-away')).toHaveCount(0)
  await screen.write('far below')
  await expect(page.getByTestId('sent-away')).toBeVisible()
  await waitUntilStill(screen.viewport)
  const frames = await recording.stop()
  expect(driftPx(frames, frames[0]?.rows[2]?.[0] ?? '')).toBeLessThanOrEqual(1)
  await page.getByTestId('sent-away').click()
  await expect(screen.row('far below')).toBeInViewport()
})

test('A8 the first paint of a chat is at its final position', async ({ browsers, cast }) => {
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
  await waitUntilStill(screen.viewport)
  await screen.viewport.hover()
  await page.mouse.wheel(0, -700)
  await waitUntilStill(screen.viewport)
  const title = page.getByTestId('chat-title')
  const keysSeen = new Set<string>()
  // Twice each: first from the server, then from the client's data. Bob's chat was left in its middle.
  const visits = ['Carol', 'Dave', 'Bob', 'Carol', 'Dave', 'Bob']
  for (const [visit, name] of visits.entries()) {
    const recording = await recordFrames(screen.viewport)
    await screen.listRow(name).click()
    await expect(title).toHaveText(name)
    await waitUntilStill(screen.viewport)
    const frames = await recording.stop()
    const final = frames.at(-1)
    const keys = new Set(final?.rows.map(([key]) => key))
    const painted = frames.filter(({ rows }) => rows.some(([key]) => keys.has(key) && key.length > 20))
    keysSeen.add([...keys].at(-1) ?? '')
    if (visit >= 3) expect(frames.filter(({ hidden }) => hidden).length, `${name} was hidden, frames`).toBe(0)
    expect(painted.length, `${name} was painted`).toBeGreaterThan(0)
    for (const frame of painted) {
      expect(frame.covered, `${name} was covered`).toBe(true)
      expect(final && unwantedScrollPx(frame, final, 1e9), `${name} moved, px`).toBeLessThanOrEqual(1)
      expect(frame.rows.at(-1)?.[0], `${name}: the last row of the first paint`).toBe(final?.rows.at(-1)?.[0])
    }
  }
  expect(keysSeen.size).toBeGreaterThanOrEqual(3)
})

test('jump to the first unread message and to the latest', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 60)
  await bob.sendMany(chatId, mixedTexts(30))
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  // With thirty unread messages the chat opens at the first of them.
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
  await waitUntilStill(screen.viewport)
  const first = page.getByTestId('row-61')
  const view = await screen.viewport.boundingBox()
  const box = await first.boundingBox()
  expect(Math.abs((box?.y ?? 0) - (view?.y ?? 0) - 96), 'px from its place').toBeLessThanOrEqual(8)
  await expect(page.getByTestId('fab-latest')).toBeVisible()
  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId('row-90')).toBeInViewport()
  await expect(page.getByTestId('fab-latest')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('unread-divider')).toHaveCount(0)
  // A chat that was left at its end opens at the new messages.
  await screen.listRow(en.savedMessages).click()
  await expect(page.getByTestId('chat-title')).toHaveText(en.savedMessages)
  await bob.sendMany(chatId, mixedTexts(40))
  await screen.listRow('Bob').click()
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
})

test('a chat with very many unread messages opens at its end and offers a jump to the first', async ({
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
