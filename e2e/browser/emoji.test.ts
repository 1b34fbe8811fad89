import { en } from './lib/catalogs'
import { mixedTexts } from './lib/people'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('an emoji from the picker is inserted at the caret, by pointer and by Alt+.', async ({ browsers, cast }) => {
  const { page, screen } = await aliceWithBob({ browsers, cast })
  await screen.composer.fill('a sail in the wind')
  for (let step = 0; step < ' in the wind'.length; step++) await page.keyboard.press('ArrowLeft')
  await page.getByTestId('emoji-button').click()
  await expect(page.getByRole('searchbox', { name: en.searchEmoji })).toBeFocused()
  await page.keyboard.type('sailboat')
  await expect(page.getByTestId('emoji-picker').getByRole('gridcell')).toHaveText(['⛵'])
  await page.keyboard.press('Enter')
  await expect(screen.composer).toHaveValue('a sail⛵ in the wind')
  await expect(screen.composer).toBeFocused()
  await page.keyboard.press('Alt+Period')
  await expect(page.getByRole('searchbox', { name: en.searchEmoji })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(screen.composer).toBeFocused()
  await page.keyboard.type('!')
  await expect(screen.composer).toHaveValue('a sail⛵! in the wind')
})

test('the picker has categories and remembers recent emojis; on a phone it is a sheet without a keyboard', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const device of ['desktop', 'phone'] as const) {
    const page = await browsers.open(alice, `/c/${chatId}`, { context: devices[device] })
    const { composer } = screenOf(page)
    const picker = page.getByTestId('emoji-picker')
    const recent = page.getByTestId('recent-emojis').getByRole('button')
    const search = page.getByRole('searchbox', { name: en.searchEmoji })
    await page.getByTestId('emoji-button').click()
    await expect(picker.getByRole('gridcell').first()).toBeVisible()
    await expect(recent).toHaveCount(0)
    if (device === 'desktop') await expect(search).toBeFocused()
    else {
      await expect(search).not.toBeFocused()
      const sheet = async () => {
        const box = await page.getByRole('dialog').boundingBox()
        return box && { x: box.x, width: box.width, foot: Math.round(box.y + box.height) }
      }
      await expect.poll(sheet).toEqual({ x: 0, width: 390, foot: 844 })
    }
    const flags = page.getByRole('button', { name: 'flags' })
    await flags.click()
    await expect(flags).toHaveAttribute('aria-current', 'true')
    await page.getByRole('button', { name: 'food & drink' }).click()
    await expect(flags).not.toHaveAttribute('aria-current', 'true')
    await picker.getByRole('gridcell', { name: 'grapes' }).click()
    await expect(composer).toHaveValue('🍇')
    await page.getByTestId('emoji-button').click()
    await expect(recent).toHaveText(['🍇'])
    await recent.first().click()
    await expect(composer).toHaveValue('🍇🍇')
    await composer.fill('')
  }
})

test('suggestions float over the history without moving it', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Boats', [bob])
  await bob.sendMany(chatId, mixedTexts(30))
  const last = await bob.send(chatId, 'the last')
  await alice.read(chatId, last.seq)
  for (const device of [devices.desktop, devices.phone]) {
    const page = await browsers.open(alice, `/c/${chatId}`, { context: device })
    const { composer, row, toEnd } = screenOf(page)
    const list = page.getByRole('listbox', { name: en.suggestions })
    await expect(row('the last')).toBeInViewport()
    const before = await row('the last').boundingBox()
    for (const text of ['@', ':ca']) {
      await composer.fill('')
      await composer.pressSequentially(text)
      await expect(list).toBeVisible()
      expect(await row('the last').boundingBox()).toEqual(before)
      expect(await toEnd()).toBeLessThanOrEqual(2)
      const gap = async () => {
        const [popup, field] = [await list.boundingBox(), await composer.boundingBox()]
        return Math.round((field?.y ?? 0) - (popup?.y ?? 0) - (popup?.height ?? 0))
      }
      await expect.poll(gap).toBe(6)
    }
    await composer.fill('')
  }
})

test('a colon and two letters suggest emojis, with the keyboard and with input methods', async ({ browsers, cast }) => {
  const { page, screen } = await aliceWithBob({ browsers, cast })
  const list = page.getByRole('listbox', { name: en.suggestions })
  await screen.composer.pressSequentially('look :sailb')
  await expect(list.getByRole('option')).toHaveText(['⛵sailboat'])
  await expect(screen.composer).toHaveAttribute('aria-activedescendant', /.+/)
  await page.keyboard.press('Enter')
  await expect(screen.composer).toHaveValue('look ⛵ ')
  await expect(list).toBeHidden()
  await screen.composer.pressSequentially(':cat')
  await expect(list).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(list.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await expect(screen.composer).toHaveValue('look ⛵ :cat')
  await page.keyboard.press('Enter')
  await expect(screen.row('look ⛵ :cat')).toBeVisible()
  // Times and smileys show no suggestions, and a key that belongs to an input method chooses nothing.
  await screen.composer.pressSequentially('at 10:30 :) :do')
  await expect(list).toBeVisible()
  await screen.composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true })
  await expect(screen.composer).toHaveValue('at 10:30 :) :do')
  // After Escape, suggestions come again with the next word, also at the same place.
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await screen.composer.fill('')
  await screen.composer.pressSequentially('at 10:30 :) :do')
  await expect(list).toBeVisible()
})
