import { BrokenNetwork } from './lib/broken-network'
import { wording } from './lib/catalogs'
import { Gallery } from './lib/gallery'
import { chatting, reactions } from './lib/gallery-chatting'
import { createGalleryData, type GalleryData } from './lib/gallery-data'
import { channels, groups } from './lib/gallery-groups'
import { mentions } from './lib/gallery-mentions'
import { messages } from './lib/gallery-messages'
import { people } from './lib/gallery-people'
import { pictures } from './lib/gallery-pictures'
import { presence } from './lib/gallery-presence'
import { closeLayer } from './lib/layers'
import { mixedTexts, password } from './lib/people'
import { test as base, expect } from './lib/test'

const test = base.extend<object, { stage: GalleryData }>({
  stage: [
    async ({ settings }, use) => {
      const stage = await createGalleryData(settings)
      await use(stage)
      await stage.server.stop()
    },
    { scope: 'worker' },
  ],
})

const signingIn = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const page = await gallery.open(undefined, '/')
  await expect(page.getByRole('button', { name: words.signIn })).toBeVisible()
  await gallery.show(page, 'sign-in')
  await page.getByLabel(words.username).fill('alice')
  await page.getByLabel(words.password, { exact: true }).fill('not her password')
  await page.getByRole('button', { name: words.signIn }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await gallery.show(page, 'sign-in-refused')
  await page.goto('/register')
  await page.getByRole('button', { name: words.register }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await gallery.show(page, 'register-problems')
  await page.getByLabel(words.displayName, { exact: true }).fill('Dora')
  await page.getByLabel(words.username).fill('dora')
  await page.getByLabel(words.password, { exact: true }).fill('password123')
  await expect(page.getByText(words.strengthCommon)).toBeVisible()
  await gallery.show(page, 'register-weak')
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await expect(page.getByText(words.strength4)).toBeVisible()
  await gallery.show(page, 'register-strong')
  await page.goto('/setup/not-a-code')
  await expect(page.getByRole('heading', { name: words.setupBrokenTitle })).toBeVisible()
  await gallery.show(page, 'setup-broken')
  await page.goto(`/i/${stage.inviteCode}`)
  await expect(page.getByText(words.register).first()).toBeVisible()
  await gallery.show(page, 'invite')
  const { code } = await stage.admin.call('admin.resetPassword', { userId: stage.alice.id })
  await page.goto(`/reset/${code}`)
  await expect(page.getByText(words.resetSave)).toBeVisible()
  await gallery.show(page, 'reset-password')
  await page.goto('/reset/not-a-code')
  await expect(page.getByRole('heading', { name: words.resetBrokenTitle })).toBeVisible()
  await gallery.show(page, 'reset-password-broken')
  await page.goto('/i/not-a-code')
  await expect(page.getByRole('heading', { name: words.inviteBrokenTitle })).toBeVisible()
  await gallery.show(page, 'invite-broken')
  for (const [registration, name, title] of [
    ['closed', 'register-closed', words.registrationClosedTitle],
    ['invite', 'register-invite-only', words.registrationInviteTitle],
  ] as const) {
    await stage.admin.call('admin.setRegistration', { registration })
    await page.goto('/register')
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await gallery.show(page, name)
  }
  await stage.admin.call('admin.setRegistration', { registration: 'open' })
  await page.context().close()
}

const emptyPlaces = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const page = await gallery.open(stage.newcomer, '/')
  await expect(page.locator('[data-chat-row]').first()).toBeVisible()
  await gallery.show(page, 'newcomer')
  await page.getByTestId('filters').getByRole('button', { name: words.filterGroups }).click()
  await expect(page.getByRole('heading', { name: words.noGroupsTitle })).toBeVisible()
  await gallery.show(page, 'no-groups')
  await page.getByTestId('filters').getByRole('button', { name: words.filterUnread }).click()
  await gallery.show(page, 'unread-filter')
  await page.getByRole('button', { name: words.filterAll, exact: true }).click()
  const search = page.getByRole('searchbox')
  await search.fill('no such chat')
  await expect(page.getByRole('heading', { name: words.noMatchTitle })).toBeVisible()
  await gallery.show(page, 'search-nothing')
  await search.fill('@alice')
  await expect(page.locator('[data-person-row]')).toBeVisible()
  await gallery.show(page, 'search-person')
  await search.fill('')
  await page.getByRole('button', { name: words.newConversation }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await gallery.show(page, 'menu')
  await closeLayer(page)
  await gallery.go(page, '/admin')
  await expect(page.getByRole('heading', { name: words.adminOnlyTitle })).toBeVisible()
  await gallery.show(page, 'admin-refused')
  await gallery.go(page, '/c/01890000-0000-7000-8000-00000000abcd')
  await expect(page.getByRole('heading', { name: words.chatMissingTitle })).toBeVisible()
  await gallery.show(page, 'chat-missing')
  await page.goto('/i/not-a-code')
  await expect(page.getByRole('heading', { name: words.inviteBrokenTitle })).toBeVisible()
  await gallery.show(page, 'invite-broken-signed-in')
  await page.context().close()
}

const chats = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const { chats: ids, bob, carol, constantine } = stage
  // Messages that an earlier run has read are unread again.
  await carol.sendMany(ids.unread, ['Did you see this?', 'It is quite something.', 'Call me when you can.'])
  await constantine.sendMany(ids.manyUnread, mixedTexts(530))
  const page = await gallery.open(stage.alice, '/')
  const rows = page.getByTestId('viewport').locator('article')
  await expect(page.locator('[data-chat-row]').nth(5)).toBeVisible()
  await gallery.show(page, 'list')
  const visit = async (name: string, chatId: string) => {
    await gallery.go(page, `/c/${chatId}`)
    await expect(rows.last()).toBeVisible()
    await gallery.show(page, name)
  }
  await visit('direct', ids.direct)
  await page.getByTestId('composer').fill('A draft of several lines\nwhich grows the field\nand goes on\nand on')
  await gallery.show(page, 'composing')
  await page.getByTestId('composer').fill('x'.repeat(7_990))
  await gallery.show(page, 'composing-too-much')
  await page.getByTestId('composer').fill('')
  await bob.call('chats.typing', { chatId: ids.direct })
  await expect(page.getByText(words.typingSelf).filter({ visible: true }).first()).toBeVisible()
  await gallery.show(page, 'typing')
  // Scrolls with the wheel as a user would. The client may take a position set by a script for a change of a row's
  // height.
  await page.getByTestId('viewport').hover()
  await page.mouse.wheel(0, -900)
  await bob.send(ids.direct, 'One more thing')
  await expect(page.getByTestId('fab-latest-count')).toBeVisible()
  await gallery.show(page, 'scrolled-up')
  await visit('group', ids.group)
  await visit('world', ids.world)
  await visit('saved', ids.saved)
  await visit('left-group', ids.left)
  await visit('unread', ids.unread)
  await visit('many-unread', ids.manyUnread)
  await gallery.go(page, `/c/${ids.empty}`)
  await expect(page.getByTestId('say-hi')).toBeVisible()
  await gallery.show(page, 'say-hi')
  for (const [name, chatId] of [
    ['direct', ids.direct],
    ['group', ids.group],
    ['world', ids.world],
    ['saved', ids.saved],
  ] as const) {
    await gallery.go(page, `/c/${chatId}/details`)
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible()
    await gallery.show(page, `details-${name}`)
  }
  await page.context().close()
}

const dialogs = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const page = await gallery.open(stage.alice, '/')
  const menu = page.getByRole('button', { name: words.newConversation })
  const dialog = page.getByRole('dialog')
  const fromMenu = async (item: string) => {
    await menu.click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect(dialog).toBeVisible()
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  await fromMenu(words.newChat)
  await gallery.show(page, 'dialog-new-chat')
  await dialog.getByRole('textbox').fill('@grace')
  await expect(dialog.getByText('Grace Hopper')).toBeVisible()
  await gallery.show(page, 'dialog-new-chat-found')
  await dialog.getByRole('textbox').fill('@nobody_here')
  await expect(dialog.getByText(words.nobodyFound.replace('{query}', '@nobody_here')).first()).toBeVisible()
  await gallery.show(page, 'dialog-new-chat-nobody')
  await close()
  await fromMenu(words.newGroup)
  await dialog.locator('[data-person-row]').nth(0).click()
  await dialog.locator('[data-person-row]').nth(1).click()
  await dialog.getByRole('button', { name: words.createGroup }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await gallery.show(page, 'dialog-new-group')
  await close()
  await fromMenu(words.invitePeople)
  await expect(dialog.getByRole('img')).toBeVisible()
  await gallery.show(page, 'dialog-invite')
  await close()
  if (!gallery.onPhone) {
    await page.keyboard.press('Control+k')
    await expect(dialog).toBeVisible()
    await gallery.show(page, 'dialog-switcher')
    await close()
  }
  await page.goto('/settings')
  await page.getByRole('button', { name: words.keyboardShortcuts }).click()
  await expect(dialog).toBeVisible()
  await gallery.show(page, 'dialog-shortcuts')
  await close()
  await gallery.show(page, 'settings')
  await page.getByRole('button', { name: words.signOut, exact: true }).last().click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await gallery.show(page, 'dialog-sign-out')
  await closeLayer(page)
  await page.goto(`/c/${stage.chats.group}/details`)
  await page.getByRole('button', { name: words.addPeople }).click()
  await expect(dialog).toBeVisible()
  await gallery.show(page, 'dialog-add-people')
  await close()
  await page.getByRole('button', { name: words.leaveGroup }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await gallery.show(page, 'dialog-leave-group')
  await page.getByRole('alertdialog').getByRole('button', { name: words.cancel }).click()
  await page.locator('[data-person-row]').filter({ hasText: 'Bob' }).last().click()
  await expect(dialog.getByTestId('profile')).toBeVisible()
  await gallery.show(page, 'dialog-person')
  await page.context().close()
}

const administration = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const page = await gallery.open(stage.admin, '/admin')
  await expect(page.getByText('@liwei')).toBeVisible()
  await gallery.show(page, 'admin')
  const actions = page.getByRole('button', { name: wording(words.personActions) }).first()
  await actions.click()
  await expect(page.getByRole('menuitem', { name: words.disablePerson })).toBeVisible()
  await gallery.show(page, 'admin-menu')
  await page.getByRole('menuitem', { name: words.disablePerson }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await gallery.show(page, 'dialog-disable')
  await page.getByRole('button', { name: words.cancel }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await actions.click()
  await page.getByRole('menuitem', { name: words.resetPersonAct }).click()
  await page.getByRole('button', { name: words.createLink }).click()
  await expect(page.getByRole('textbox', { name: words.resetLink })).toBeVisible()
  await gallery.show(page, 'dialog-reset-password')
  await page.context().close()
}

const endings = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const { chats: ids, alice } = stage
  const again = await alice.again()
  const network = await BrokenNetwork.before(stage.server.port)
  const page = await gallery.open(again, `/c/${ids.world}`, network.url)
  const composer = page.getByTestId('composer')
  await expect(page.getByTestId('viewport').locator('article').last()).toBeVisible()
  network.isolate()
  await page.context().setOffline(true)
  await composer.fill('This has to wait')
  await page.getByTestId('send').click()
  await expect(page.getByText(words.offlineBanner)).toBeVisible()
  await gallery.show(page, 'offline')
  await stage.admin.call('channels.setOpen', { chatId: ids.world, open: false })
  network.restore()
  await page.context().setOffline(false)
  await expect(page.getByText(words.retrySend, { exact: true })).toBeVisible()
  await expect(page.getByTestId('composer-notice')).toBeVisible()
  await expect(page.getByText(words.backOnline)).toBeHidden()
  await gallery.show(page, 'failed-and-closed')
  await stage.admin.call('channels.setOpen', { chatId: ids.world, open: true })
  await expect(composer).toBeVisible()
  await page.getByText(words.deleteUnsent, { exact: true }).click()
  await again.call('accounts.logout', {})
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await gallery.show(page, 'session-ended')
  await page.context().close()
  network.close()
}

const rooms = {
  signingIn,
  emptyPlaces,
  chats,
  messages,
  pictures,
  chatting,
  reactions,
  mentions,
  people,
  presence,
  groups,
  channels,
  dialogs,
  administration,
  endings,
}

/**
 * Every state, in both languages, both themes and on both devices. By default only some combinations run, because all
 * four take twice as long.
 */
const looks = [
  { device: 'desktop', language: 'en' },
  { device: 'phone', language: 'zh' },
  ...(process.env.PARLEY_SCREENS === 'on'
    ? ([
        { device: 'desktop', language: 'zh' },
        { device: 'phone', language: 'en' },
      ] as const)
    : []),
] as const

for (const look of looks) {
  for (const [name, visit] of Object.entries(rooms)) {
    test(`D27 gallery ${name}, ${look.device}, ${look.language}`, async ({ browsers, stage }) => {
      browsers.guard.allow(/status of 40[0-9]/, /WebSocket connection to/, /Failed to load resource: net::/)
      const gallery = new Gallery(browsers, stage, look)
      await visit(gallery)
      expect(gallery.findings, 'serious findings').toEqual([])
    })
  }
}
