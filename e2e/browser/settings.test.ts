import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { expectVisibleFocus } from './lib/focus'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('appearance: the size and the style of messages change at once, in all tabs, and persist', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'how large am I?')
  const context = await browsers.context(alice)
  const [page, other] = [await context.newPage(), await context.newPage()]
  await page.goto('/settings')
  await other.goto(`/c/${chatId}`)
  const text = screenOf(other).row('how large am I?').locator('[data-message-text]')
  const px = () => text.evaluate((element) => getComputedStyle(element).fontSize)
  expect(await px()).toBe('15px')
  await page.getByText(en.textLargest).click()
  await expect.poll(px).toBe('20px')
  await expect(screenOf(other).pane).toHaveAttribute('data-layout', 'bubbles')
  await page.getByText(en.layoutFlat).click()
  await expect(screenOf(other).pane).toHaveAttribute('data-layout', 'flat')
  await other.reload()
  await expect(screenOf(other).pane).toHaveAttribute('data-layout', 'flat')
  expect(await px()).toBe('20px')
  // Signing out in one tab signs out all tabs.
  await page.getByRole('main').getByRole('button', { name: en.signOut, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: en.signOut }).click()
  await expect(other.getByText(en.signInTitle)).toBeVisible()
})

test('profile: other users read your bio', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, '/settings')
  await page.getByLabel(en.bio).fill('Kites, tea and long walks.')
  await page.getByRole('button', { name: en.save }).click()
  await expect(page.getByText(en.bioSaved)).toBeVisible()
  await expect(page.getByRole('button', { name: en.save })).toHaveCount(0)
  const his = await browsers.open(bob, `/people/${alice.id}`)
  await expect(his.getByTestId('profile')).toContainText('Kites, tea and long walks.')
  // A change from another device shows here, too.
  await alice.call('accounts.update', { bio: 'Boats.' })
  await expect(page.getByLabel(en.bio)).toHaveValue('Boats.')
})

test('privacy: each choice takes effect at once, and on the other device', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, '/settings')
  const phone = await browsers.open(await alice.again(), '/settings', { context: devices.phone })
  const his = screenOf(await browsers.open(bob, `/c/${chatId}`))
  await expect(his.page.getByTestId('chat-subtitle')).toHaveText(en.presenceOnline)
  const group = (name: string) => ({ name, exact: true })
  const choose = async (label: string, option: string) => {
    await page.getByRole('group', group(label)).getByText(option, { exact: true }).click()
    await expect(phone.getByRole('group', group(label)).getByLabel(option, { exact: true })).toBeChecked()
  }
  await choose(en.privacySeenBy, en.audienceNobody)
  await expect(his.page.getByTestId('chat-subtitle')).toHaveText(`@${alice.username}`)
  await choose(en.privacyAskedBy, en.audienceNobody)
  await expect(bob.call('friends.request', { userId: alice.id })).rejects.toThrow('allow')
  await page.getByRole('switch', { name: en.privacyReads }).click()
  await expect(phone.getByRole('switch', { name: en.privacyReads })).not.toBeChecked()
  const { seq } = await bob.send(chatId, 'seen?')
  await alice.read(chatId, seq)
  await alice.send(chatId, 'a marker')
  await expect(his.row('a marker')).toBeVisible()
  await expect(his.row('seen?').getByTestId('read')).toHaveCount(0)
})

test('password: a change requires the old one, and signs other devices out', async ({ browsers, cast }) => {
  browsers.guard.allow(/status of 401/)
  const [alice] = await cast('alice')
  const lost = await browsers.open(await alice.again())
  const page = await browsers.open(alice, '/settings')
  await expect(page.getByRole('button', { name: en.endOthers })).toBeVisible()
  await page.getByRole('button', { name: en.changePassword }).click()
  const dialog = page.getByRole('dialog', { name: en.changePassword })
  const send = dialog.getByRole('button', { name: en.changePassword })
  await dialog.getByLabel(en.oldPassword, { exact: true }).fill('not it at all')
  await dialog.getByLabel(en.newPassword, { exact: true }).fill('nine lanterns over water')
  await expect(dialog.getByText(en.strength4)).toBeVisible()
  await send.click()
  await expect(dialog.getByRole('alert')).toHaveText(en.oldPasswordWrong)
  await dialog.getByLabel(en.oldPassword, { exact: true }).fill(password)
  await send.click()
  await expect(page.getByText(en.passwordChanged)).toBeVisible()
  await expect(lost.getByRole('alertdialog')).toContainText(en.sessionEndedTitle)
  await lost.getByRole('button', { name: en.signIn }).click()
  await lost.getByLabel(en.username).fill(alice.username)
  await lost.getByLabel(en.password, { exact: true }).fill('nine lanterns over water')
  await lost.keyboard.press('Enter')
  await expect(screenOf(lost).listRow(en.savedMessages)).toBeVisible()
})

/** Records the notifications and sounds of a page. */
const record = () => {
  const said: string[] = []
  Object.assign(globalThis, { said })
  const Real = globalThis.Notification
  class Recorded extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      said.push(`${title}: ${options?.body ?? ''}`)
    }
  }
  globalThis.Notification = Recorded
  const { start } = OscillatorNode.prototype
  OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
    said.push('a tone')
    start.call(this, when)
  }
}
const heard = () => (globalThis as unknown as { said: string[] }).said

test('notifications: one sound and one desktop notification for all tabs, after a press grants permission', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const context = await browsers.context(alice)
  await context.grantPermissions(['notifications'])
  await context.addInitScript(record)
  const [page, other] = [await context.newPage(), await context.newPage()]
  await page.goto('/settings')
  await other.goto('/')
  const all = async () => [...(await page.evaluate(heard)), ...(await other.evaluate(heard))]
  const notes = async () => (await all()).filter((line) => line !== 'a tone')
  await page.getByRole('switch', { name: en.desktopNotifications }).click()
  await expect(page.getByRole('switch', { name: en.desktopNotifications })).toBeChecked()
  await page.getByText(en.soundTick, { exact: true }).click()
  await other.mouse.click(600, 300)
  await expect.poll(all).toEqual(['a tone'])
  // Neither tab has the focus, as when another program is in front.
  for (const tab of [page, other]) await tab.evaluate(() => Object.assign(document, { hasFocus: () => false }))
  await bob.send(chatId, 'are you there?')
  await expect.poll(notes).toEqual(['Bob: are you there?'])
  await expect(other).toHaveTitle(/^\(1\) /)
  expect((await all()).filter((line) => line === 'a tone').length).toBe(2)
  // Do not disturb suppresses both.
  await alice.call('presence.set', { status: 'dnd' })
  await expect(page.getByRole('radio', { name: en.statusDnd })).toBeChecked()
  await bob.send(chatId, 'hello?')
  await expect(other).toHaveTitle(/^\(2\) /)
  expect(await notes()).toEqual(['Bob: are you there?'])
})

test('D28 D29 the settings fit a phone in both languages', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  for (const [language, words] of [
    ['en', en],
    ['zh', zh],
  ] as const) {
    const page = await browsers.open(alice, '/settings', { context: devices.smallPhone, language })
    await expect(page.getByRole('heading', { name: words.privacy })).toBeVisible()
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('[data-focus-stop] *')]
        .filter((element) => !element.closest('.sr-only') && element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.textContent),
    )
    expect(wide).toEqual([])
  }
})

test('Enter adds a line if you choose so, in every tab, and the help says so', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const context = await browsers.context(alice)
  const [page, settings] = [await context.newPage(), await context.newPage()]
  await page.goto(`/c/${chatId}`)
  const { composer, rows } = screenOf(page)
  await expect(composer).toBeVisible()
  const heard = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.addEventListener('storage', ({ key }) => {
          if (key === 'parley.enter') setTimeout(resolve)
        })
      }),
  )
  await settings.goto('/settings')
  await settings.getByRole('group', { name: en.enterKey }).getByText(en.enterNewLine).click()
  await heard
  await composer.focus()
  await page.keyboard.type('one')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  await expect(composer).toHaveValue('one\ntwo')
  await page.keyboard.press('Control+Enter')
  await expect(rows.last()).toContainText('two')
  await expect(composer).toHaveValue('')
  await page.keyboard.press('Control+/')
  const help = page.getByRole('dialog', { name: en.keyboardShortcuts })
  const keysFor = (words: string) => help.getByText(words, { exact: true }).locator('xpath=following-sibling::dd')
  await expect(keysFor(en.shortcutSend)).toHaveText('CtrlEnter')
  await expect(keysFor(en.shortcutNewLine)).toHaveText('EnterShiftEnter')
})

test('D26 focusing a choice far below scrolls it into view, and nothing else moves', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/settings')
  const last = page.getByRole('group', { name: en.privacyAddedBy }).getByRole('radio', { checked: true })
  const shown = last.locator('..')
  await expect(shown).not.toBeInViewport()
  await last.focus()
  await expect(shown).toBeInViewport()
  await expectVisibleFocus(page)
  expect(await page.locator('#root').evaluate((root) => root.scrollTop)).toBe(0)
})

test('a new sign-in shows on the other devices until it is confirmed or ended', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  const words = { ...en, ...zh }
  const phone = await browsers.open(await alice.again(), '/', {
    context: devices.smallPhone,
    language: 'zh',
    theme: 'dark',
  })
  const notice = page.getByTestId('new-sign-in')
  await expect(notice).toContainText(en.newSignIn)
  await expect(notice).toContainText('127.0.0.1')
  expect(await seriousFindings(page)).toEqual([])
  await notice.getByRole('button', { name: en.itWasMe }).click()
  await expect(notice).toBeHidden()
  await page.reload()
  const stranger = await alice.again()
  await expect(notice).toBeVisible()
  await expect(phone.getByTestId('new-sign-in')).toContainText(words.newSignIn)
  await notice.getByRole('button', { name: en.endSession }).click()
  await expect(notice).toBeHidden()
  await expect(phone.getByTestId('new-sign-in')).toBeHidden()
  await expect(stranger.call('accounts.me', {})).rejects.toThrow('unauthenticated')
  await page.getByRole('button', { name: en.changePassword }).click()
  await expect(page).toHaveURL(/\/settings$/)
  await expect(page.getByText(en.signedInFrom.replace('{address}', '127.0.0.1')).first()).toBeVisible()
})
