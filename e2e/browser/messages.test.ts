import type { MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { isVisible } from '@parley/protocol/visible'
import { hostilePayloads } from '../../packages/web/src/testing/hostile-payloads'
import { en } from './lib/catalogs'
import { waitUntilStill } from './lib/frames'
import { expectCentred, followQuote } from './lib/jumps'
import { item, menuOf, readChat } from './lib/messages'
import { mixedTexts } from './lib/people'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('the menu of a message opens by pointer and keyboard, and returns the focus', async ({ browsers, cast }) => {
  const { page } = await aliceWithBob({ browsers, cast }, 'copy **me**', 'something else')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const screen = screenOf(page)
  const row = screen.row('copy me')
  await expect(screen.composer).toBeFocused()

  await row.hover()
  await row.getByRole('button', { name: en.messageActions }).click()
  await expect(item(page, en.reply)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menuOf(page)).toBeHidden()
  await expect(screen.composer).toBeFocused()

  await row.click({ button: 'right' })
  await item(page, en.copyText).click()
  await expect(page.getByText(en.textCopied)).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('copy **me**')

  await screen.composer.focus()
  // Through the button next to the field.
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: en.attach })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(row).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(screen.row('something else')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(row).toBeFocused()
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await page.keyboard.press(key)
    await expect(menuOf(page).locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(menuOf(page)).toBeHidden()
    await expect(row).toBeFocused()
  }
  await page.keyboard.press('Tab')
  await expect(row.getByRole('button', { name: en.react, exact: true })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(row.getByRole('button', { name: en.reply, exact: true })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(menuOf(page).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(row.getByRole('button', { name: en.messageActions })).toBeFocused()
})

test('D28 on a phone a long press opens the menu, and a tap shows a button for it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 30)
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const screen = screenOf(page)
  const row = page.getByTestId('row-29')
  await expect(row).toBeInViewport()
  await waitUntilStill(screen.viewport)
  const box = await row.boundingBox()
  const point = { x: (box?.x ?? 0) + 60, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await expect(menuOf(page)).toBeVisible()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect(item(page, en.reply)).toBeVisible()
  const menu = await menuOf(page).boundingBox()
  expect(menu?.x).toBeGreaterThanOrEqual(0)
  expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(390)
  for (const height of await page.getByRole('menuitem').evaluateAll((items) => items.map((one) => one.clientHeight)))
    expect(height).toBeGreaterThanOrEqual(44)
  await item(page, en.reply).tap()
  await expect(page.getByTestId('composer-strip')).toBeVisible()
  await page.getByTestId('strip-cancel').tap()
  await expect(page.getByTestId('composer-strip')).toBeHidden()

  await row.locator('[data-message-text]').tap()
  await row.getByRole('button', { name: en.messageActions }).tap()
  await expect(item(page, en.reply)).toBeVisible()
})

test('a reply shows its quote to both people, and keeps it in the draft', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  const other = await alice.direct(carol)
  await carol.send(other, 'hello from carol')
  await bob.send(chatId, 'tea or **coffee**?')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const strip = page.getByTestId('composer-strip')
  await screen.row('coffee').hover()
  await screen.row('coffee').getByRole('button', { name: en.reply, exact: true }).click()
  await expect(screen.composer).toBeFocused()
  await expect(strip).toContainText(en.replyingTo.replace('{name}', 'Bob'))
  await expect(strip).toContainText('tea or coffee?')
  await page.keyboard.press('Escape')
  await expect(strip).toBeHidden()
  await expect(screen.composer).toBeFocused()

  await page.mouse.move(0, 0)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('r')
  await expect(strip).toBeVisible()
  await expect(screen.composer).toBeFocused()
  await page.keyboard.type('coffee')
  await screen.listRow('Carol').click()
  await expect(page.getByTestId('chat-title')).toHaveText('Carol')
  await expect(strip).toBeHidden()
  await screen.listRow('Bob').click()
  await expect(strip).toContainText('tea or coffee?')
  await page.reload()
  await expect(strip).toContainText('tea or coffee?')
  await expect(screen.composer).toHaveValue('coffee')
  await screen.composer.press('Enter')
  await expect(strip).toBeHidden()

  const his = screenOf(await browsers.open(bob, `/c/${chatId}`))
  for (const { row } of [screen, his]) {
    const quote = row(/coffee$|coffee\d/)
      .last()
      .getByTestId('quote')
    await expect(quote).toContainText('tea or coffee?')
  }
  await expect(screen.rows.last().getByTestId('quote')).toContainText('Bob')
  await expect(his.rows.last().getByTestId('quote')).toContainText(en.you)
})

test('A5 a quote leads to the original far away, and a button leads back', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 1_200)
  const original = (await bob.call('messages.list', { chatId, after: 136, limit: 1 })).messages[0]
  if (!original) throw new Error('no original')
  await alice.answer(chatId, 'about that', original)
  await bob.sendMany(chatId, mixedTexts(6))
  await alice.read(chatId, 1_207)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const row = page.getByTestId('row-1201')
  await expect(page.getByTestId('row-1207')).toBeInViewport()
  await screen.viewport.hover()
  await page.mouse.wheel(0, -300)
  await expect.poll(screen.toEnd).toBeGreaterThan(250)
  await followQuote(page, { from: row, to: page.getByTestId('row-137') })
  // Three screens in both directions: every step moves in its direction, without jumps.
  await screen.viewport.hover()
  const topSeq = () =>
    screen.viewport.evaluate((view) => {
      const top = view.getBoundingClientRect().top
      const rows = [...view.querySelectorAll<HTMLElement>('[data-seq]')]
      return Number(rows.find((one) => one.getBoundingClientRect().bottom > top)?.dataset.seq)
    })
  for (const direction of [1, -1, 1]) {
    let last = await topSeq()
    for (let step = 0; step < 16; step++) {
      await page.mouse.wheel(0, direction * 150)
      await waitUntilStill(screen.viewport)
      const now = await topSeq()
      expect((now - last) * direction, `from ${last} to ${now}`).toBeGreaterThanOrEqual(0)
      expect(Math.abs(now - last)).toBeLessThanOrEqual(12)
      last = now
    }
  }
  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId('row-1207')).toBeInViewport()
  await expect(page.getByTestId('fab-return')).toBeHidden()
})

test('a quote of an unreadable message says so', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const first = await bob.send(chatId, 'first')
  await bob.answer(chatId, 'of another chat', { id: '01890000-0000-7000-8000-00000000abcd' as MessageId, seq: 1 })
  await bob.answer(chatId, 'of the future', { ...first, seq: 5_000 })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  for (const text of ['of another chat', 'of the future'])
    await expect(screen.row(text).getByTestId('quote')).toHaveText(en.quoteMissing)
})

test('A5 a link to a message opens there, also in an open chat and from a message', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await readChat(bob, alice, 600)
  const page = await browsers.open(alice, `/c/${chatId}`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const screen = screenOf(page)
  await page.getByTestId('row-599').click({ button: 'right' })
  await item(page, en.copyLink).click()
  await expect(page.getByText(en.linkCopied)).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).pathname).toBe(`/c/${chatId}/599`)

  await page.goto(`/c/${chatId}/137`)
  await expectCentred(page, page.getByTestId('row-137'))
  await expect(page).toHaveURL(new RegExp(`/c/${chatId}$`))

  await page.getByTestId('fab-latest').click()
  await expect(page.getByTestId('row-600')).toBeInViewport()
  await screen.write(`see ${new URL(`/c/${chatId}/20`, link).href}`)
  await screen.rows.last().getByRole('link').click()
  await expect(page.getByTestId('row-20')).toBeInViewport()
  await page.getByTestId('fab-return').click()
  await expect(page.getByTestId('row-601')).toBeInViewport()

  await page.goto(`/c/${chatId}/9000`)
  await expect(page.getByText(en.messageNotHere)).toBeVisible()
  await expect(page.getByTestId('row-601')).toBeInViewport()
})

test('B20 hostile texts stay text in quotes and above the composer', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const texts = [...new Set(hostilePayloads.map((text) => text.slice(0, limits.textMaxChars)))]
    .filter((text) => isVisible(text) && text.isWellFormed() && !text.includes('\0'))
    .filter((_, at) => at % 8 === 0)
  for (const text of texts) await alice.answer(chatId, 'answer', await bob.send(chatId, text))
  await alice.read(chatId, 2 * texts.length)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId(`row-${2 * texts.length}`)).toBeInViewport()
  await screen.viewport.hover()
  const heights = new Map<string, number>()
  for (let steps = 0; !heights.has('2') && steps < 500; steps++) {
    const quotes = await page
      .getByTestId('quote')
      .evaluateAll((found) =>
        found.map(
          (one) =>
            [one.closest<HTMLElement>('article')?.dataset.seq ?? '', one.getBoundingClientRect().height] as const,
        ),
      )
    for (const [seq, height] of quotes) heights.set(seq, height)
    await page.mouse.wheel(0, -1_200)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  expect(heights.size, 'quotes shown').toBe(texts.length)
  expect([...new Set(heights.values())], 'equal heights').toEqual([44])
  await page.getByTestId('row-1').click({ button: 'right', position: { x: 4, y: 4 } })
  await item(page, en.reply).click()
  await expect(page.getByTestId('composer-strip')).toBeVisible()
  const state = await page.evaluate(() => ({
    hacked: 'hacked' in globalThis,
    injected: document.querySelectorAll('iframe, object, embed, base, [onerror], [onload]').length,
    links: document.querySelectorAll('[data-testid=quote] a, [data-testid=composer-strip] a').length,
    wide: document.documentElement.scrollWidth > innerWidth,
  }))
  expect(state).toEqual({ hacked: false, injected: 0, links: 0, wide: false })
})
