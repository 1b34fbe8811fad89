import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { downTo, expectVisibleFocus, keyTo } from './lib/focus'
import { item, menuOf } from './lib/messages'
import { mixedTexts } from './lib/people'
import { sendPicture } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** Opens the group of that name with the keyboard. */
const openKites = async (page: Page) => {
  const screen = screenOf(page)
  await expect(screen.listRow('Kites')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('kit')
  await page.keyboard.press('Enter')
  await expect(screen.composer).toBeFocused()
}

test('D26 you can navigate, reply to, edit and delete messages with the keyboard alone', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Kites', [bob, carol])
  for (const text of ['one', 'two']) await bob.send(chatId, text)
  const three = await bob.send(chatId, 'three')
  const page = await browsers.open(alice, '/')
  const screen = screenOf(page)
  await openKites(page)
  await keyTo(page, screen.row('three'), 'Shift+Tab')
  for (const [key, text] of [
    ['k', 'two'],
    ['ArrowUp', 'one'],
    ['j', 'two'],
    ['ArrowDown', 'three'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(screen.row(text)).toBeFocused()
    await expectVisibleFocus(page)
  }
  await page.keyboard.press('r')
  await expect(screen.composer).toBeFocused()
  await page.keyboard.type('an answer')
  // Enough messages to push the replied message out of view.
  await bob.sendMany(chatId, mixedTexts(40))
  await page.keyboard.press('Enter')
  const mine = screen.row('an answer')
  await expect(mine).toHaveAttribute('data-status', 'sent')
  await keyTo(page, mine, 'Shift+Tab')
  await page.keyboard.press('e')
  await expect(screen.composer).toHaveValue('an answer')
  await page.keyboard.type(' indeed')
  await page.keyboard.press('Enter')
  await expect(screen.row('an answer indeed')).toContainText(en.edited)
  await keyTo(page, screen.row('an answer indeed'), 'Shift+Tab')
  await page.keyboard.press('Shift+F10')
  await expect(menuOf(page)).toBeVisible()
  await downTo(page, item(page, en.readBy))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: en.readByTitle })).toContainText(en.readByNobody)
  await page.keyboard.press('Escape')
  await expect(screen.row('an answer indeed')).toBeFocused()
  await expect(page.getByTestId(`row-${three.seq}`)).not.toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId(`row-${three.seq}`)).toBeInViewport()
  // An unassigned letter goes to the composer, after the focus leaves the messages.
  await page.keyboard.press('F6')
  await expectVisibleFocus(page)
})

test('D26 F6 and Shift+Tab move to the active message or to one on screen, never to links inside a row', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Kites', [bob])
  const first = await bob.send(chatId, 'look at https://example.com and say')
  await bob.sendMany(chatId, mixedTexts(60))
  await bob.answer(chatId, 'an answer to the first', first)
  await bob.send(chatId, 'one more: https://example.com/more')
  const last = await bob.send(chatId, 'the last')
  await alice.read(chatId, last.seq)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  const row = (seq: number) => page.getByTestId(`row-${seq}`)
  await expect(screen.row('the last')).toBeVisible()
  for (const key of ['Shift+F6', 'Shift+Tab']) {
    await screen.composer.focus()
    await keyTo(page, row(last.seq), key)
    await page.keyboard.press('ArrowUp')
    await expect(row(last.seq - 1)).toBeFocused()
    await page.keyboard.press('j')
    await expect(row(last.seq)).toBeFocused()
    await page.keyboard.press('F6')
    await expect(screen.composer).toBeFocused()
    await expect(screen.composer).toHaveValue('')
  }
  // After scrolling, the focus continues from the messages on screen.
  await screen.viewport.hover()
  await page.mouse.wheel(0, -3_000)
  await expect(row(last.seq)).not.toBeInViewport()
  await screen.composer.focus()
  await page.keyboard.press('Shift+F6')
  await expect(page.locator('article:focus')).toBeInViewport()
  await expect(row(last.seq)).not.toBeInViewport()
  await expectVisibleFocus(page)
})

test('D26 when an edit is saved while its strip has the focus, the composer gets the focus', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'a tpyo')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await expect(screen.row('a tpyo')).toBeVisible()
  await screen.composer.press('ArrowUp')
  await expect(screen.composer).toHaveValue('a tpyo')
  network.holdAnswers()
  await screen.write('a typo')
  await expect(screen.composer).toHaveAttribute('readonly')
  await keyTo(page, page.getByTestId('strip-cancel'), 'Shift+Tab')
  network.restore()
  await expect(screen.row('a typo')).toContainText(en.edited)
  await expect(page.getByTestId('composer-strip')).toBeHidden()
  await expect(screen.composer).toBeFocused()
})

test('D26 the calendar keeps the focus when the first day becomes known after keys were pressed', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'the first one')
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const calendar = page.getByTestId('calendar')
  const today = calendar.locator('[aria-current=date]')
  const open = async () => {
    await page.getByTestId('chat-menu').click()
    await page.getByRole('menuitem', { name: en.goToDate }).click()
    await expect(today).toBeFocused()
  }
  await open()
  await page.keyboard.press('Escape')
  await expect(calendar).toHaveCount(0)
  network.holdAnswers()
  await open()
  await page.keyboard.press('Shift+PageUp')
  await expect(today).toHaveCount(0)
  network.restore()
  await expect(today).toBeFocused()
})

test('the quick switcher finds chats by recency and similarity, people, and commands', async ({ browsers, cast }) => {
  const [alice, bob, carol, dora] = await cast('alice', 'bob', 'carol', 'dora')
  await bob.send(await bob.direct(alice), 'first')
  await carol.send(await carol.direct(alice), 'second')
  const page = await browsers.open(alice, '/')
  const screen = screenOf(page)
  const options = page.getByRole('option')
  const open = async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox')).toBeFocused()
  }
  await screen.listRow('Carol').click()
  await expect(page.getByTestId('chat-title')).toHaveText('Carol')
  await screen.listRow('Bob').click()
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  // The previous chat comes first, so two keys switch back and forth.
  await open()
  await expect(options.first()).toContainText('Carol')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Carol')
  await open()
  await page.keyboard.type('bb')
  await expect(options.first()).toContainText('Bob')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  await open()
  await page.keyboard.type(dora.username)
  await expect(options.filter({ hasText: 'Dora' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Dora')
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
  const before = await theme()
  await open()
  await page.keyboard.type('light and dark')
  await page.keyboard.press('Enter')
  await expect.poll(theme).not.toBe(before)
  await open()
  await page.keyboard.type('set a status')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: en.statusTitle })).toBeVisible()
})

test('digits open pinned chats, one key marks all chats as read and another undoes it, and the help lists these keys', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const [withBob, withCarol] = [await alice.direct(bob), await alice.direct(carol)]
  for (const chatId of [withCarol, withBob]) await alice.call('chats.pin', { chatId, pinned: true })
  await bob.send(withBob, 'one')
  await carol.send(withCarol, 'two')
  const page = await browsers.open(alice, '/settings')
  await expect(page).toHaveTitle(/^\(2\)/)
  await page.keyboard.press('Shift+Escape')
  await expect(page).toHaveTitle(/^(?!\()/)
  await page.getByRole('button', { name: en.undo }).click()
  for (const name of ['Bob', 'Carol'])
    await expect(screenOf(page).listRow(name).getByText(en.markedUnreadLabel)).toHaveCount(1)
  // Without an open chat, the up key opens the last chat, and then the first one by way of the down key.
  const rows = page.locator('[data-chat-row]')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(rows.last()).toHaveAttribute('aria-current', 'page')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(rows.first()).toHaveAttribute('aria-current', 'page')
  const first = await rows.first().textContent()
  await page.keyboard.press('Alt+1')
  await expect(page.getByTestId('chat-title')).toHaveText(first?.includes('Bob') ? 'Bob' : 'Carol')
  await page.keyboard.press('Alt+2')
  await expect(page.getByTestId('chat-title')).toHaveText(first?.includes('Bob') ? 'Carol' : 'Bob')
  await page.keyboard.press('Control+/')
  const help = page.getByRole('dialog', { name: en.keyboardShortcuts })
  for (const words of [en.shortcutPinned, en.shortcutReadAll, en.shortcutFirstUnread, en.shortcutReact])
    await expect(help.getByText(words)).toBeAttached()
  // An open dialog has its own keys, so the chat below it doesn't change.
  const title = await page.getByTestId('chat-title').textContent()
  await page.keyboard.press('Alt+1')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(page.getByTestId('chat-title')).toHaveText(title ?? '')
  // When one dialog led to another, the focus returns to the element before both.
  await rows.first().focus()
  await page.keyboard.press('Alt+n')
  await page.getByRole('dialog').getByRole('button', { name: en.newGroup }).click()
  await expect(page.getByLabel(en.groupName)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(rows.first()).toBeFocused()
})

test('text is formatted and undone, and emojis and pictures are added, with keys that the help lists', async ({
  browsers,
  cast,
}) => {
  const { page, screen } = await aliceWithBob({ browsers, cast }, 'hello')
  const { composer } = screen
  await expect(screen.row('hello')).toBeVisible()
  await expect(composer).toBeFocused()
  await page.keyboard.type('one two')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+b')
  await expect(composer).toHaveValue('one **two**')
  await page.keyboard.press('Control+z')
  await expect(composer).toHaveValue('one two')
  await page.keyboard.press('Control+b')
  await page.keyboard.press('Control+Shift+Digit8')
  await expect(composer).toHaveValue('- one **two**')
  await page.keyboard.press('Control+Enter')
  await expect(screen.row('one two').locator('li strong')).toHaveText('two')
  await page.keyboard.type('x')
  await page.keyboard.press('Alt+Period')
  const picker = page.getByTestId('emoji-picker')
  await expect(picker).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(composer).toBeFocused()
  // It works from a message, too.
  await keyTo(page, screen.row('one two'), 'Shift+Tab')
  const chosen = page.waitForEvent('filechooser')
  await page.keyboard.press('Alt+u')
  expect((await chosen).isMultiple()).toBe(true)
  await page.keyboard.press('Alt+Period')
  await expect(picker).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+/')
  const help = page.getByRole('dialog', { name: en.keyboardShortcuts })
  for (const [words, keys] of [
    [en.shortcutBold, 'CtrlB'],
    [en.shortcutBullets, 'CtrlShift8'],
    [en.shortcutAttach, 'AltU'],
    [en.shortcutEmoji, 'Alt.'],
  ] as const)
    await expect(help.getByText(words, { exact: true }).locator('xpath=following-sibling::dd')).toHaveText(keys)
})

test('D26 a picture is opened and closed, and a member is managed, with the keyboard alone', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const { id: chatId } = await alice.group('Kites', [bob])
  await sendPicture(bob, chatId, { caption: 'over the hills' })
  const page = await browsers.open(alice, '/')
  const screen = screenOf(page)
  await openKites(page)
  const picture = screen.row('over the hills')
  await keyTo(page, picture, 'Shift+Tab')
  await page.keyboard.press('Enter')
  const viewer = page.getByTestId('viewer')
  await expect(viewer.locator('img[data-loaded]')).toBeVisible()
  for (let stop = 0; stop < 4; stop++) {
    await page.keyboard.press('Tab')
    await expectVisibleFocus(page)
    await expect(viewer.locator(':focus')).toHaveCount(1)
  }
  await page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  await expect(picture).toBeFocused()
  await expectVisibleFocus(page)

  await keyTo(page, page.getByTestId('chat-details'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  const members = page.getByRole('region', { name: en.members })
  const bobsMenu = members.getByRole('button', { name: en.memberActions.replaceAll('{name}', 'Bob') })
  await expect(bobsMenu).toBeVisible()
  await keyTo(page, bobsMenu)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  const makeAdmin = page.getByRole('menuitem', { name: en.makeAdmin })
  await downTo(page, makeAdmin)
  await page.keyboard.press('Enter')
  await expect(members.getByRole('listitem').filter({ hasText: 'Bob' })).toContainText(en.roleAdmin)
  await expect(bobsMenu).toBeFocused()
  await expectVisibleFocus(page)
  await page.keyboard.press('Enter')
  const remove = page.getByRole('menuitem', { name: en.removeMember })
  await downTo(page, remove)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog').locator(':focus')).toHaveCount(1)
  await expectVisibleFocus(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(bobsMenu).toBeFocused()
  // Closing the details returns the focus to the element that opened them.
  await page.keyboard.press('Escape')
  await expect(members).toHaveCount(0)
  await expect(page.getByTestId('chat-details')).toBeFocused()
})
