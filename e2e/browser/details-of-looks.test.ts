import type { MediaId, MessageId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Locator, Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { chooseFiles, fileFor, tray } from './lib/files'
import { pngOf, uploadPicture } from './lib/pictures'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'
import { sendLongVoice, sendVoice } from './lib/voice'

/** Counts the nested border lines around an element. */
const linesOf = (element: Locator) =>
  element.evaluate((one) => {
    const { borderTopWidth, borderTopColor, outlineStyle, outlineWidth, outlineColor, boxShadow } =
      getComputedStyle(one)
    const seen = outlineStyle !== 'none' && outlineWidth !== '0px' && !/, 0\)$|transparent/.test(outlineColor)
    return { border: `${borderTopWidth} ${borderTopColor}`, ring: seen || boxShadow !== 'none' }
  })

/** A colour of the theme in the format of computed styles. */
const colorOf = (page: Page, name: string) =>
  page.evaluate((token) => {
    const probe = document.body.appendChild(document.createElement('span'))
    probe.style.color = `var(--color-${token})`
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }, name)

test('the composer has one line around it, whether it has the focus, exceeds the limit, or both', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, `/c/${await alice.direct(bob)}`)
  const { composer } = screenOf(page)
  await expect(composer).toBeFocused()
  const [accent, danger] = [await colorOf(page, 'focus'), await colorOf(page, 'danger')]
  await expect.poll(() => linesOf(composer)).toEqual({ border: `1px ${accent}`, ring: false })
  await composer.fill('x'.repeat(limits.textMaxChars + 1))
  await expect(composer).toHaveAttribute('aria-invalid', 'true')
  await expect.poll(() => linesOf(composer)).toEqual({ border: `1px ${danger}`, ring: false })
  await composer.blur()
  await expect.poll(() => linesOf(composer)).toEqual({ border: `1px ${danger}`, ring: false })
})

test('on phones the tray of chosen files is a single row that scrolls', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, `/c/${await alice.direct(bob)}`, { context: devices.phone })
  const files = Array.from({ length: 7 }, (_, at) => fileFor(`hills-${at}.png`, pngOf(60, 40, at)))
  const sheet = await chooseFiles(page, files)
  await expect(sheet.getByRole('listitem')).toHaveCount(7)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(tray(page)).toHaveCount(7)
  const row = await page.getByTestId('attach-tray').evaluate((list) => ({
    tops: new Set([...list.children].map((item) => Math.round(item.getBoundingClientRect().top))).size,
    scrolls: list.scrollWidth > list.clientWidth,
  }))
  expect(row).toEqual({ tops: 1, scrolls: true })
  const last = page.getByRole('button', { name: en.openSheet })
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('the space after a mentioned name has the usual width', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id } = await alice.group('Crew', [bob])
  await alice.mention(id, `ask @${bob.username} about the boat`, { mentions: [bob.id] })
  for (const person of [alice, bob]) {
    const page = await browsers.open(person, `/c/${id}`)
    const chip = page.getByRole('button', { name: `@${bob.username}`, exact: true })
    await expect(chip).toBeVisible()
    const spaces = await chip.evaluate((mention) => {
      const text = mention.nextSibling as Text
      const leftOf = (at: number) => {
        const range = document.createRange()
        range.setStart(text, at)
        range.setEnd(text, at + 1)
        return range.getBoundingClientRect()
      }
      const second = text.data.indexOf(' ', 1)
      return {
        after: leftOf(1).left - mention.getBoundingClientRect().right,
        other: leftOf(second + 1).left - leftOf(second).left,
      }
    })
    expect(spaces.other).toBeGreaterThan(3)
    expect(Math.abs(spaces.after - spaces.other)).toBeLessThan(0.6)
  }
})

/** Records the animations that scripts start. */
const watchAnimations = () => {
  const seen: { readonly frames: unknown; readonly on: unknown }[] = []
  const animate = Element.prototype.animate
  Element.prototype.animate = function (frames, options) {
    seen.push({ frames, on: typeof options === 'object' ? options.pseudoElement : undefined })
    return animate.call(this, frames, options)
  }
  Object.assign(globalThis, { seenAnimations: () => seen.filter(({ on }) => on === '::view-transition-new(root)') })
}
const seenAnimations = (page: Page) =>
  page.evaluate(() =>
    (
      globalThis as unknown as { seenAnimations: () => { readonly frames: { readonly clipPath: string[] } }[] }
    ).seenAnimations(),
  )

for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`another theme ${reducedMotion === 'reduce' ? 'appears at once with reduced motion' : 'spreads from the button that chose it'}`, async ({
    browsers,
    cast,
  }) => {
    const [alice] = await cast('alice')
    const context = await browsers.context(alice, { theme: 'light', context: { reducedMotion } })
    const page = await context.newPage()
    await page.addInitScript(watchAnimations)
    await page.goto('/')
    const button = page.getByRole('button', { name: en.switchToDark })
    const box = await button.boundingBox()
    await button.click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.locator('meta[name=theme-color]')).toHaveAttribute('content', /^#12151a$/i)
    await expect(page.getByRole('button', { name: en.switchToLight })).toBeFocused()
    if (reducedMotion === 'reduce') return expect(await seenAnimations(page)).toEqual([])
    await expect.poll(async () => (await seenAnimations(page)).length).toBe(1)
    const [from, to] = (await seenAnimations(page))[0]?.frames.clipPath ?? []
    const middle = box && `${box.x + box.width / 2}px ${box.y + box.height / 2}px`
    expect(from).toBe(`circle(0px at ${middle})`)
    expect(Number(/^circle\(([\d.]+)px/.exec(to ?? '')?.[1])).toBeGreaterThan(1_280)
  })

test('a tooltip appears with keyboard focus or a resting pointer, and disappears with them', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  const button = page.getByRole('button', { name: en.newConversation })
  const tooltip = page.locator('[popover]:popover-open').filter({ hasText: en.newConversation })
  await button.hover()
  await expect(tooltip).toBeVisible()
  await expect(tooltip).toHaveAttribute('aria-hidden', 'true')
  const [at, under] = [await tooltip.boundingBox(), await button.boundingBox()]
  expect((at?.y ?? 0) - (under?.y ?? 0) - (under?.height ?? 0)).toBe(6)
  await page.mouse.move(640, 600)
  await expect(tooltip).toHaveCount(0)
  // Some browsers send no event when a control changes under the pointer and the pointer leaves it.
  await page.evaluate(() => addEventListener('pointerleave', (event) => event.stopImmediatePropagation(), true))
  await button.hover()
  await expect(tooltip).toBeVisible()
  await page.mouse.move(640, 600)
  await expect(tooltip).toHaveCount(0)
  await page.getByRole('link', { name: en.chats, exact: true }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(page.locator('[popover]:popover-open')).toHaveText(en.chats)
  await page.keyboard.press('Tab')
  await expect(page.locator('[popover]:popover-open').filter({ hasText: en.chats })).toHaveCount(0)
})

test('a long name above a voice message, file or place is truncated at its edge, and quotes are as wide as their bubbles', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  await bob.call('accounts.update', { name: 'Constantine Featherstonehaugh-Montgomery the 3rd' })
  const { id: chatId } = await alice.group('Crew', [bob])
  const send = (body: Parameters<typeof bob.call<'messages.send'>>[1]['body']) =>
    bob.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
  const mediaId: MediaId = await uploadPicture(bob, Buffer.alloc(9, 1), { name: 'minutes.txt', chatId, kind: 'file' })
  const voice = await sendVoice(bob, chatId)
  await alice.send(chatId, 'one')
  await send({ type: 'file', mediaId })
  await alice.send(chatId, 'two')
  await send({ type: 'location', lat: 48.858, lng: 2.2945 })
  await alice.send(chatId, 'three')
  const seq =
    (await alice.call('messages.list', { chatId, limit: 50 })).messages.find(({ id }) => id === voice)?.seq ?? 0
  await bob.answer(chatId, 'This says more than what it answers does, so that its bubble is wider.', { id: voice, seq })
  const page = await browsers.open(alice, `/c/${chatId}`)
  await expect(page.getByTestId('quote')).toBeVisible()
  await expect(page.getByTestId('voice')).toBeVisible()
  const widths = await page.locator('[data-bubble][data-sized]').evaluateAll((bubbles) =>
    bubbles.map((bubble) => {
      const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(bubble)
      const inside = bubble.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd)
      return [bubble.children.length, inside - (bubble.lastElementChild as HTMLElement).offsetWidth]
    }),
  )
  expect.soft(widths).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
  ])
  const quote = await page.getByTestId('quote').evaluate((one) => {
    const bubble = one.closest('[data-bubble]') as HTMLElement
    return bubble.clientWidth - 24 - (one as HTMLElement).offsetWidth
  })
  expect.soft(quote).toBe(0)
  await page.goto(`/c/${chatId}/files`)
  const about = page.locator('a[download]').filter({ hasText: 'minutes.txt' }).last()
  const time = about.getByText(/ · \d+:\d\d [AP]M$/).last()
  await expect(time).toBeVisible()
  expect.soft(await time.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0)
})

test('the keyboard plays a voice message, opens a place, and removes chosen files one by one', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendLongVoice(
    bob,
    chatId,
    Array.from({ length: 64 }, (_, at) => at % 32),
  )
  const place = { type: 'location', lat: 48.858, lng: 2.2945 } as const
  await bob.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: place })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const rows = screenOf(page).rows
  await rows.filter({ has: page.getByTestId('voice') }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('player-bar')).toBeVisible()
  await page.evaluate(() =>
    addEventListener('click', (event) => {
      event.preventDefault()
      document.title = (event.target as HTMLAnchorElement).href
    }),
  )
  await rows.filter({ has: page.getByTestId('location-card') }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.title()).toContain('48.858')
  const sheet = await chooseFiles(
    page,
    [1, 2, 3].map((at) => fileFor(`hills-${at}.png`, pngOf(60, 40, at))),
  )
  const remove = (at: number) =>
    sheet.getByRole('button', { name: en.removePicture.replace('{name}', `hills-${at}.png`), exact: true })
  await remove(2).focus()
  await page.keyboard.press('Enter')
  await expect(remove(3)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(remove(1)).toBeFocused()
})

test('on the narrowest phones the selection bar shows a count that fits', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'one')
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const bar = page.getByTestId('selection-bar')
  for (const [width, shown] of [
    [390, en.selectedCount.one.replace('{count}', '1')],
    [320, '1'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    await screenOf(page).row('one').focus()
    await page.keyboard.press('Space')
    const cut = await bar.getByRole('status').evaluate((status) => {
      const seen = [...status.children].find((part) => part.getBoundingClientRect().width > 1)
      return { text: seen?.textContent, over: Math.max(0, (seen?.scrollWidth ?? 0) - status.clientWidth) }
    })
    expect(cut).toEqual({ text: shown, over: 0 })
    await expect(bar.getByRole('status')).toContainText(en.selectedCount.one.replace('{count}', '1'))
    await page.keyboard.press('Escape')
    await expect(bar).toHaveCount(0)
  }
})
