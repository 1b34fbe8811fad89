import { type MessageBody, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Page } from '@playwright/test'
import { hostilePayloads } from '../../packages/web/src/testing/hostile-payloads'
import type { Refusal } from '../lib/people'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { expectVisibleFocus } from './lib/focus'
import { item } from './lib/messages'
import type { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const vienna = { latitude: 48.20849, longitude: 16.37208, accuracy: 11.4 }
const allowed = { geolocation: vienna, permissions: ['geolocation'] }

const say = (person: Person, chatId: Parameters<Person['send']>[0], body: MessageBody) =>
  person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
const storedIn = async (person: Person, chatId: Parameters<Person['send']>[0]) =>
  (await person.call('messages.list', { chatId, limit: 100 })).messages.map(({ body }) => body)

const attachOn = (page: Page, words = en) => {
  const button = page.getByRole('button', { name: words.attach, exact: true })
  const dialog = page.getByRole('dialog')
  return {
    button,
    dialog,
    menu: page.getByRole('menu', { name: words.attach }),
    preview: page.getByTestId('place-preview'),
    open: async (entry: string) => {
      await button.click()
      await page.getByRole('menuitem', { name: entry }).click()
      await expect(dialog).toBeVisible()
    },
    press: (name: string) => dialog.getByRole('button', { name }).click(),
    field: (name: string) => dialog.getByLabel(name),
  }
}

test('C25: the own position is sent with its accuracy, and both people see it drawn, without requests to other hosts', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, `/c/${chatId}`, { context: allowed })
  const his = await browsers.open(bob, `/c/${chatId}`)
  const attach = attachOn(page)
  await attach.open(en.location)
  await expect(attach.preview).toContainText(en.noPlaceYet)
  await attach.press(en.myPosition)
  await expect(attach.dialog.getByRole('status')).toHaveText('Accurate to about 12 m.')
  await expect(attach.field(en.coordinates)).toHaveValue('48.20849, 16.37208')
  await expect(attach.preview.getByTestId('place-drawing')).toContainText('48.2086°')
  await attach.field(en.placeName).fill('St. Stephen’s')
  expect(await seriousFindings(page)).toEqual([])
  await attach.press(en.send)
  await expect(attach.dialog).toBeHidden()
  await expect(attach.button).toBeFocused()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  expect(await storedIn(bob, chatId)).toEqual([
    { type: 'location', lat: 48.20849, lng: 16.37208, accuracyM: 12, name: 'St. Stephen’s' },
  ])
  const card = his.getByTestId('location-card')
  await expect(card).toContainText('St. Stephen’s')
  await expect(card).toContainText('48.20849, 16.37208 · ±12 m')
  await expect(card.getByTestId('place-drawing').locator('circle').first()).toBeVisible()
  await expect(screenOf(his).rows.first()).toHaveAccessibleName(/Location: St\. Stephen’s/)
  await expect(screenOf(page).listRow(bob.name)).toContainText('You: Location: St. Stephen’s')
  const links = card.getByRole('link', { name: en.openInMaps })
  await expect(links).toHaveCount(2)
  const link = links.last()
  await expect(link).toHaveAttribute(
    'href',
    'https://www.openstreetmap.org/?mlat=48.20849&mlon=16.37208#map=16/48.20849/16.37208',
  )
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
  await expect(link).toHaveAttribute('target', '_blank')
  expect(await seriousFindings(his)).toEqual([])
})

test('C25: without permission for the position the sheet says why, and a place can be typed', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const chatId = await alice.direct(alice)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const attach = attachOn(page)
  await attach.open(en.location)
  await attach.press(en.myPosition)
  await expect(attach.dialog.getByRole('status')).toHaveText(en.positionDenied)
  await attach.press(en.send)
  await expect(attach.dialog.getByRole('alert')).toHaveText(en.coordinatesWrong)
  await attach.field(en.coordinates).fill('geo:0,0?q=48.2082,16.3738(Vienna)')
  await expect(attach.dialog.getByRole('alert')).toBeHidden()
  await expect(attach.preview.getByTestId('place-drawing')).toBeVisible()
  await expect(attach.field(en.placeName)).toHaveValue('Vienna')
  await attach.field(en.placeAddress).fill('  Stephansplatz 3 \u202e ')
  await attach.field(en.placeAddress).press('Enter')
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  expect(await storedIn(alice, chatId)).toEqual([
    { type: 'location', lat: 48.2082, lng: 16.3738, name: 'Vienna', address: 'Stephansplatz 3' },
  ])
  await expect(page.getByTestId('location-card')).toContainText('Stephansplatz 3')
})

test('pages over HTTP say that browsers reveal the position only over HTTPS', async ({ browsers, cast, server }) => {
  const [alice] = await cast('alice')
  const chatId = await alice.direct(alice)
  const url = `http://parley.test:${server.port}`
  const page = await browsers.open(alice, `/c/${chatId}`, { url, context: allowed })
  const attach = attachOn(page)
  await attach.open(en.location)
  await attach.press(en.myPosition)
  await expect(attach.dialog.getByRole('status')).toHaveText(en.positionInsecure)
})

test('a location can be quoted in a reply, copied, and sent as a reply', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'Where are you?')
  const context = { ...allowed, permissions: ['geolocation', 'clipboard-read', 'clipboard-write'] }
  const page = await browsers.open(alice, `/c/${chatId}`, { context })
  const screen = screenOf(page)
  const attach = attachOn(page)
  await screen.composer.fill('a text that waits')
  await screen.row('Where are you?').click({ button: 'right' })
  await item(page, en.reply).click()
  await attach.open(en.location)
  await attach.press(en.myPosition)
  await expect(attach.preview.getByTestId('place-drawing')).toBeVisible()
  await attach.press(en.send)
  const card = screen.rows.filter({ has: page.getByTestId('location-card') })
  await expect(card.getByTestId('quote')).toContainText('Where are you?')
  await expect(page.getByTestId('composer-strip')).toBeHidden()
  await expect(screen.composer).toHaveValue('a text that waits')
  await expect(card).toHaveAttribute('data-status', 'sent')
  await card.click({ button: 'right', position: { x: 5, y: 5 } })
  await item(page, en.copyText).click()
  await expect(page.getByText(en.textCopied)).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('48.20849, 16.37208')
  await card.click({ button: 'right', position: { x: 5, y: 5 } })
  await item(page, en.reply).click()
  await expect(page.getByTestId('composer-strip')).toContainText('Location: 48.20849, 16.37208')
})

test('a contact is found among friends and by search, sent, and opens the profile and a chat', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol, dave] = await cast('alice', 'bob', 'carol', 'dave')
  const chatId = await alice.direct(bob)
  await alice.befriend(carol)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const his = await browsers.open(bob, `/c/${chatId}`)
  const attach = attachOn(page)
  await attach.open(en.contact)
  await expect(attach.dialog.getByRole('button', { name: en.send })).toBeDisabled()
  await expect(attach.dialog.getByRole('heading', { name: en.friends })).toBeVisible()
  const found = (person: Person) => attach.dialog.getByRole('button', { name: `@${person.username}` })
  await expect(found(carol)).toBeVisible()
  await attach.field(en.findPeople).fill(`@${dave.username}`)
  await expect(found(dave)).toBeVisible()
  await attach.field(en.findPeople).press('Enter')
  await expect(found(dave)).toHaveAttribute('aria-pressed', 'true')
  expect(await seriousFindings(page)).toEqual([])
  await attach.field(en.findPeople).press('Enter')
  await expect(attach.dialog).toBeHidden()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  expect(await storedIn(bob, chatId)).toEqual([{ type: 'contact', userId: dave.id }])

  const card = his.getByTestId('contact-card')
  await expect(card).toContainText('Dave')
  await expect(card).toContainText(`@${dave.username}`)
  await expect(screenOf(his).rows.first()).toHaveAccessibleName(/Contact: Dave/)
  await expect(screenOf(page).listRow(bob.name)).toContainText('You: Contact: Dave')
  expect(await seriousFindings(his)).toEqual([])
  await card.getByRole('button', { name: `Dave @${dave.username}` }).click()
  await expect(his.getByRole('dialog')).toContainText(`@${dave.username}`)
  await his.keyboard.press('Escape')
  await card.getByRole('button', { name: en.openContact }).click()
  await expect(his.getByRole('dialog')).toContainText(`@${dave.username}`)
  await his.keyboard.press('Escape')
  await expect(his.getByRole('dialog')).toBeHidden()
  await card.getByRole('button', { name: en.writeToContact }).click()
  await expect(his.getByTestId('chat-title')).toHaveText('Dave')
})

test('a refused contact stays in the chat as not sent, with the name', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const attach = attachOn(page)
  await attach.open(en.contact)
  await attach.field(en.findPeople).fill(`@${carol.username}`)
  await attach.dialog.getByRole('button', { name: `@${carol.username}` }).click()
  await carol.call('accounts.setPrivacy', { foundBy: 'nobody' })
  await attach.press(en.send)
  await expect(page.locator('article[data-status=failed]')).toContainText('Carol')
  expect(await storedIn(bob, chatId)).toEqual([])
})

test('the attachment menu opens, moves and closes with the keyboard, and the focus returns', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, `/c/${await alice.direct(alice)}`)
  const screen = screenOf(page)
  const attach = attachOn(page)
  await screen.composer.focus()
  await page.keyboard.press('Shift+Tab')
  await expect(attach.button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await expect(page.getByRole('menuitem')).toHaveText([/^Photos/, /^File/, 'Location', 'Contact'])
  await page.keyboard.press('Escape')
  await expect(attach.menu).toBeHidden()
  await expect(attach.button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(attach.dialog).toBeVisible()
  await expect(attach.field(en.findPeople)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(attach.dialog).toBeHidden()
  await expect(attach.button).toBeFocused()
  await expectVisibleFocus(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Enter')
  expect((await chooser).isMultiple()).toBe(true)
})

test('on a phone the sheets fit, in Chinese, and all their targets are large enough for a finger', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await say(bob, chatId, { type: 'contact', userId: bob.id })
  await say(bob, chatId, { type: 'location', lat: 31.2304, lng: 121.4737, name: '外滩', accuracyM: 3_400 })
  const context = { ...devices.smallPhone, ...allowed }
  const page = await browsers.open(alice, `/c/${chatId}`, { context, language: 'zh' })
  await expect(page.getByTestId('location-card')).toContainText('外滩')
  await expect(page.getByTestId('location-card')).toContainText('±3.4公里')
  const attach = attachOn(page, zh as unknown as typeof en)
  for (const entry of [zh.location, zh.contact]) {
    await attach.open(entry)
    await expect(attach.dialog.getByRole('button', { name: zh.cancel })).toBeVisible()
    await expect(attach.dialog).toHaveCSS('width', '360px')
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          '[role=dialog] button, [role=dialog] input, article button, article a',
        ),
      ]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML.slice(0, 120)),
    )
    expect(small).toEqual([])
    await attach.press(zh.cancel)
    await expect(attach.dialog).toBeHidden()
  }
})

test('rows of cards keep their planned height, before and after their code loads', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (let at = 0; at < 6; at++) {
    await say(bob, chatId, { type: 'contact', userId: bob.id })
    await say(alice, chatId, { type: 'location', lat: at, lng: at, name: `Place ${at}` })
  }
  await alice.read(chatId, 12)
  const context = await browsers.context(alice)
  await context.addInitScript(() => {
    Object.assign(globalThis, { shifts: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        Object.assign(globalThis, { shifts: (globalThis as unknown as { shifts: number }).shifts + entry.value })
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const page = await context.newPage()
  await page.route('**/cards-*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800))
    await route.continue()
  })
  await page.goto(`/c/${chatId}`)
  await expect(page.getByTestId('location-card').last()).toBeVisible()
  await expect(screenOf(page).row('Place 5')).toBeInViewport()
  expect(await page.evaluate(() => (globalThis as unknown as { shifts: number }).shifts)).toBeLessThan(0.01)
  expect(await screenOf(page).toEnd()).toBeLessThanOrEqual(2)
})

test('B20: hostile names and addresses of places stay text wherever they are shown', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  let sent = 0
  for (const payload of hostilePayloads) {
    const body = {
      type: 'location',
      lat: 1,
      lng: 2,
      name: payload.slice(0, 100),
      address: payload.slice(-200),
    } as const
    await say(bob, chatId, body).then(
      () => sent++,
      (refused: Refusal) => expect(refused.wire.data?.code).toBe('invalid_params'),
    )
  }
  expect(sent).toBeGreaterThan(50)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(page.getByTestId('location-card').last()).toBeVisible()
  for (let at = 0; at < 40; at++) {
    await screen.viewport.evaluate((view) => view.scrollBy(0, -2_000))
    await page.waitForTimeout(30)
  }
  expect(await page.evaluate(() => (globalThis as unknown as { hacked?: number }).hacked)).toBeUndefined()
  expect(await page.locator('article script, article img, article iframe, article form').count()).toBe(0)
  const links = await page
    .getByTestId('location-card')
    .locator('a')
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
  expect([...new Set(links)]).toEqual([
    'https://www.openstreetmap.org/?mlat=1.00000&mlon=2.00000#map=16/1.00000/2.00000',
  ])
})
