import { driftPx, recordFrames, waitUntilStill } from './lib/frames'
import { mixedTexts } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** Errors that the browser prints for requests that a test cuts on purpose. */
const networkErrors = [/WebSocket connection to/, /Failed to load resource: net::/]

test('B11 texts written offline survive a reload and arrive once, in order', async ({ browsers, cast, network }) => {
  browsers.guard.allow(...networkErrors)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'before')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.row('before')).toBeVisible()

  network.isolate()
  await page.context().setOffline(true)
  const texts = ['one', 'two', 'three', 'four', 'five'].map((text) => `offline ${text}`)
  for (const text of texts) await screen.write(text)
  await expect(page.getByText('You’re offline')).toBeVisible()
  await expect(page.getByText('5 waiting')).toBeVisible()

  // The browser is online again and can load the page. The server's API still can't be reached.
  await page.context().setOffline(false)
  await page.reload()
  const waiting = screen.viewport.locator('article[data-status]')
  await expect(waiting).toHaveCount(5)
  for (const [at, text] of texts.entries()) {
    await expect(waiting.nth(at)).toContainText(text)
    await expect(waiting.nth(at)).toHaveAttribute('data-status', /queued|sending/)
  }
  await expect(screen.row('before')).toBeVisible()
  expect(await bob.texts(chatId), 'nothing is sent yet').toEqual(['before'])

  network.restore()
  await expect(screen.viewport.locator('article[data-status=sent]')).toHaveCount(5)
  expect(await bob.texts(chatId)).toEqual(['before', ...texts])
  await page.reload()
  await expect(screen.viewport.locator('article[data-status=sent]')).toHaveCount(5)
  expect(await bob.texts(chatId)).toEqual(['before', ...texts])
})

test('B12 a message without a response is sent again and stored once', async ({ browsers, cast, network }) => {
  browsers.guard.allow(...networkErrors)
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'before')
  const context = await browsers.context(alice, { url: network.url })
  await context.clock.install()
  const page = await context.newPage()
  await page.goto(`/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.row('before')).toBeVisible()
  const other = screenOf(await browsers.open(bob, `/c/${chatId}`))

  const sends: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.method === 'messages.send') sends.push(frame.params.id)
    }),
  )
  // This listener starts after the connection. A new connection is watched from its start.
  network.cut()
  await screen.write('first')
  await expect(screen.row('first')).toHaveAttribute('data-status', 'sent')

  network.swallowAnswers()
  await screen.write('answer lost')
  await expect(other.row('answer lost'), 'the server has it').toBeVisible()
  await expect(screen.row('answer lost')).toHaveAttribute('data-status', 'sending')
  await page.clock.fastForward('00:16')
  await expect(screen.row('answer lost')).toHaveAttribute('data-status', 'unconfirmed')

  network.restore()
  await page.clock.fastForward('00:16')
  await expect(screen.row('answer lost')).toHaveAttribute('data-status', 'sent')
  await expect(screen.row('answer lost')).toHaveCount(1)
  await expect(other.row('answer lost')).toHaveCount(1)
  expect(await bob.texts(chatId)).toEqual(['before', 'first', 'answer lost'])
  const repeated = sends.filter((id) => id === sends.at(-1))
  expect(repeated.length, 'sends of the same id').toBeGreaterThanOrEqual(2)
  expect(new Set(sends).size, 'ids sent').toBe(2)
})

test('B13 messages missed during a disconnection arrive without a reload', async ({ browsers, cast, network }) => {
  browsers.guard.allow(...networkErrors)
  const counts = [7, 58, 99, 136, 200]
  const [alice, bob, ...others] = await cast('alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace')
  const reading = await bob.direct(alice)
  await bob.sendMany(reading, mixedTexts(200))
  await alice.read(reading, 200)
  // All but Frank have written before. His chat is new to the browser when it reconnects.
  for (const other of others.filter(({ name }) => name !== 'Frank')) {
    const chatId = await other.direct(alice)
    await other.send(chatId, 'hello')
    await alice.read(chatId, 1)
  }
  const page = await browsers.open(alice, `/c/${reading}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.rows.last()).toBeVisible()
  await expect(screen.listRow('Grace')).toContainText('hello')
  await screen.viewport.hover()
  await page.mouse.wheel(0, -900)
  await waitUntilStill(screen.viewport)
  const recording = await recordFrames(screen.viewport)
  await page.evaluate(() => Object.assign(globalThis, { sameLife: true }))

  network.isolate()
  const missed = await Promise.all(
    others.map(async (other, at) => {
      const chatId = await other.direct(alice)
      await other.sendMany(chatId, mixedTexts(counts[at] ?? 0))
      return chatId
    }),
  )
  network.restore()
  // Laptops dispatch this event when they find their network again. Without it, the client would reconnect a little
  // later.
  await page.evaluate(() => window.dispatchEvent(new Event('online')))

  const names = ['Carol', 'Dave', 'Erin', 'Frank', 'Grace']
  for (const [at, name] of names.entries()) {
    const count = counts[at] ?? 0
    await expect(screen.listRow(name)).toContainText(`${count} unread messages`.replace(/^1\d\d|^200/, '100'))
    await expect(screen.listRow(name)).toContainText(count > 99 ? '99+' : `${count}`)
  }
  await waitUntilStill(screen.viewport)
  const frames = await recording.stop()
  expect(driftPx(frames, frames[0]?.rows[2]?.[0] ?? ''), 'px that the read row moved').toBeLessThanOrEqual(1)

  // All 136 messages arrive without a reload: the test scrolls through the whole history.
  await screen.listRow('Frank').click()
  await expect(page.getByTestId('chat-title')).toHaveText('Frank')
  const seqs = new Set<number>()
  await expect(screen.rows.first()).toBeVisible()
  await screen.viewport.hover()
  for (let steps = 0; seqs.size < 136 && steps < 200; steps++) {
    for (const seq of await screen.rows.evaluateAll((rows) => rows.map((row) => Number(row.dataset.seq)))) seqs.add(seq)
    await page.mouse.wheel(0, 500)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  expect([...seqs].sort((a, b) => a - b)).toEqual(Array.from({ length: 136 }, (_, at) => at + 1))
  expect(await page.evaluate(() => 'sameLife' in globalThis), 'the page was not loaded again').toBe(true)
  expect(missed.length).toBe(5)
})

test('B14 a chat read on one device is read on all devices', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const context = await browsers.context(alice)
  const [tab, otherTab] = [await context.newPage(), await context.newPage()]
  const phone = await browsers.open(await alice.again(), '/', { context: devices.phone })
  for (const page of [tab, otherTab]) await page.goto('/')
  const everywhere = [tab, otherTab, phone]
  for (const page of everywhere) await expect(screenOf(page).listRow('Bob')).toBeVisible()
  for (const text of ['one', 'two', 'three']) await bob.send(chatId, text)
  for (const page of everywhere) {
    await expect(screenOf(page).listRow('Bob')).toContainText('3 unread messages')
    await expect(page).toHaveTitle(/^\(3\) /)
  }

  await screenOf(tab).listRow('Bob').click()
  await expect(screenOf(tab).row('three')).toBeVisible()
  for (const page of everywhere) {
    await expect(page).not.toHaveTitle(/\(/)
    await expect(screenOf(page).listRow('Bob')).not.toContainText('unread')
  }
  for (const page of everywhere) {
    await page.reload()
    await expect(screenOf(page).listRow('Bob')).toHaveCount(1)
    await expect(screenOf(page).listRow('Bob')).not.toContainText('unread')
    await expect(page).not.toHaveTitle(/\(/)
  }
})

/**
 * Runs in the page: scrolls fast to message 200 and back. Returns the longest time in ms that each row was in view
 * without a break.
 */
const flingThere = async () => {
  const view = document.querySelector<HTMLElement>('[data-testid=viewport]')
  const since = new Map<number, number>()
  const longest: Record<number, number> = {}
  const look = () => {
    const now = performance.now()
    const inView = [...document.querySelectorAll<HTMLElement>('article[data-seq]')].filter((row) => {
      const box = row.getBoundingClientRect()
      return box.bottom > 0 && box.top < innerHeight
    })
    const seqs = new Set(inView.map((row) => Number(row.dataset.seq)))
    for (const seq of since.keys()) if (!seqs.has(seq)) since.delete(seq)
    for (const seq of seqs) {
      if (!since.has(seq)) since.set(seq, now)
      longest[seq] = Math.max(longest[seq] ?? 0, now - (since.get(seq) ?? now))
    }
  }
  const frames = async (count: number) => {
    for (let frame = 0; frame < count; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      look()
    }
  }
  for (let steps = 0; view && !document.querySelector('[data-testid=row-200]'); steps++) {
    if (steps === 1_000) throw new Error('The end of the history does not load.')
    view.scrollTop += 700
    await frames(1)
  }
  if (view) view.scrollTop = view.scrollHeight
  await frames(2)
  for (let steps = 0; view && view.scrollTop > 0; steps++) {
    if (steps === 1_000) throw new Error('The start of the history does not load.')
    view.scrollTop -= 700
    await frames(1)
  }
  await frames(60)
  return longest
}

/**
 * Lets the test decide whether the page is hidden and whether it has the focus. At first it is hidden, with the focus.
 */
const startAway = () => {
  const state = { hidden: true, focused: true }
  Object.defineProperty(document, 'visibilityState', { get: () => (state.hidden ? 'hidden' : 'visible') })
  document.hasFocus = () => state.focused
  Object.assign(globalThis, {
    attend: (now: typeof state) => {
      Object.assign(state, now)
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new Event(now.focused ? 'focus' : 'blur'))
    },
  })
}

test('B15 a hidden page marks nothing as read, and neither does a visible page without the focus', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(5))
  const page = await (await browsers.context(alice)).newPage()
  const screen = screenOf(page)
  const marked: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.method === 'chats.markRead') marked.push(frame.params.seq)
    }),
  )
  await page.clock.install()
  await page.addInitScript(startAway)
  const attend = (now: { hidden: boolean; focused: boolean }) =>
    page.evaluate((state) => (globalThis as unknown as { attend(now: object): void }).attend(state), now)
  await screen.openChat(chatId)
  await expect(screen.rows.last()).toBeInViewport()
  await page.clock.runFor(3_000)
  expect(marked, 'a hidden page').toEqual([])
  await attend({ hidden: false, focused: false })
  await page.clock.runFor(3_000)
  expect(marked, 'a page without the focus').toEqual([])
  await expect(page, 'the unread count').toHaveTitle(/^\(5\) /)
  await attend({ hidden: false, focused: true })
  await page.clock.runFor(3_000)
  await expect.poll(() => marked, 'a visible page with the focus').toContain(5)
})

test('B15 messages that fly past are not marked as read', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(200))
  const page = await (await browsers.context(alice)).newPage()
  const screen = screenOf(page)
  const readSeq = async () => {
    const { user } = await alice.call('sync.pull', { user: 0, chats: {}, last: true })
    return user?.states?.find((state) => state.chatId === chatId)?.readSeq ?? 0
  }
  const marked: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.method === 'chats.markRead' && frame.params.chatId === chatId) marked.push(frame.params.seq)
    }),
  )
  await screen.openChat(chatId)
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
  await waitUntilStill(screen.viewport)
  // Scrolls fast to the end and back. The speed depends on the machine, so the page records how long each row was in
  // view.
  const longestMs = await page.evaluate(flingThere)
  await expect.poll(() => marked.length, 'the messages on screen at the end are read').toBeGreaterThan(0)
  expect(longestMs[200], 'the last message was on screen').toBeDefined()
  expect(
    marked.filter((seq) => (longestMs[seq] ?? 0) < 350),
    'marked although never in view for 400 ms',
  ).toEqual([])
  // After the jump to the end, the remaining messages stay in view long enough.
  await page.getByTestId('fab-latest').click()
  await expect.poll(readSeq).toBe(200)
})

test('B15 a row that stays in view is marked as read, rows below it are not', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(80))
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('unread-divider')).toBeInViewport()
  await waitUntilStill(screen.viewport)
  const inView = await screen.rows.evaluateAll((rows) =>
    rows.filter((row) => row.getBoundingClientRect().bottom < innerHeight - 60).map((row) => Number(row.dataset.seq)),
  )
  const readSeq = async () => {
    const { user } = await alice.call('sync.pull', { user: 0, chats: {}, last: true })
    return user?.states?.find((state) => state.chatId === chatId)?.readSeq ?? 0
  }
  await expect.poll(readSeq).toBeGreaterThanOrEqual(Math.max(...inView) - 2)
  const read = await readSeq()
  expect(read).toBeLessThan(80)
  await expect(page).toHaveTitle(new RegExp(`^\\(${80 - read}\\) `))
})

test('the chat shows that another person is typing', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'hello')
  const screen = screenOf(await browsers.open(alice, `/c/${chatId}`))
  const other = screenOf(await browsers.open(bob))
  await expect(screen.row('hello')).toBeVisible()
  await expect(other.listRow('Alice')).toBeVisible()
  await screen.composer.pressSequentially('hm')
  await expect(other.listRow('Alice')).toContainText('typing…')
  await other.listRow('Alice').click()
  await screen.composer.pressSequentially(' hm')
  await screen.write('done')
  await expect(other.row('done')).toBeVisible()
  await expect(other.listRow('Alice')).not.toContainText('typing…')
})
