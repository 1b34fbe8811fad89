import type { ChatId } from '@parley/protocol'
import { newUuidV7, WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Page } from '@playwright/test'
import type { Gallery } from './gallery'
import type { GalleryData } from './gallery-data'
import { expect } from './test'

const announcement =
  'We meet on Saturday at nine, at the bridge.\nBring water and something to sit on. If it rains, we go on Sunday instead; look here before you leave.'

/** Alice's group, with everything that a group can have. */
const ledByAlice = async ({ alice, bob, carol, constantine, newcomer, asking }: GalleryData): Promise<ChatId> => {
  const chatId = newUuidV7() as ChatId
  const call = alice.call.bind(alice)
  await call('groups.create', { id: chatId, name: 'Sunday walkers', userIds: [bob.id, carol.id, constantine.id] })
  await call('groups.update', { chatId, about: 'Long walks, short talks.', announcement })
  await call('groups.setRole', { chatId, userId: bob.id, role: 'admin' })
  await call('groups.setNickname', { chatId, userId: constantine.id, nickname: 'The 3rd' })
  await call('groups.mute', { chatId, userId: carol.id, forMs: 86_400_000 })
  await constantine.send(chatId, 'Shall we take the long way?')
  await call('groups.update', { chatId, joinPolicy: 'approval' })
  for (const one of [newcomer, asking.paula]) await one.call('groups.join', { chatId })
  await call('groups.ban', { chatId, userId: asking.victor.id })
  await call('groups.createLink', { chatId })
  return chatId
}

/** Presses a button of the details, shows the dialog that it opens, and closes it. */
const dialogsOf = async (gallery: Gallery, page: Page) => {
  const { words } = gallery
  const dialog = page.locator('[role=dialog],[role=alertdialog]')
  const look = async (button: string, name: string, settled?: () => Promise<void>) => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(dialog).toBeVisible()
    await settled?.()
    await gallery.show(page, name)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  const choose = async (person: string, item: string, name: string) => {
    const actions = words.memberActions.replace('{name}', person)
    await page.getByRole('button', { name: actions }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect(dialog).toBeVisible()
    await gallery.show(page, name)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  await look(words.groupSettings, 'dialog-group-settings')
  await look(words.groupLinks, 'dialog-group-links', async () => {
    await dialog.getByRole('button', { name: words.showQr }).first().click()
  })
  await page.getByRole('button', { name: new RegExp(`^${words.joinRequests}`) }).click()
  await expect(dialog.getByText(words.letIn, { exact: true }).first()).toBeVisible()
  await gallery.show(page, 'dialog-join-requests')
  await page.keyboard.press('Escape')
  await look(words.groupBans, 'dialog-group-bans', () => expect(dialog).toContainText('Victor'))
  await look(words.myNickname, 'dialog-nickname')
  await look(words.dissolveGroup, 'dialog-dissolve')
  await choose('Bob', words.makeOwner, 'dialog-transfer')
  await choose('Bob', words.muteMember, 'dialog-mute')
  await choose('Bob', words.banMember, 'dialog-ban')
  await page.getByRole('button', { name: words.memberActions.replace('{name}', 'Bob') }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await gallery.show(page, 'menu-member')
  await page.keyboard.press('Escape')
}

/** The reasons why Carol and Constantine cannot write, one after another. */
const notices = async (gallery: Gallery, chatId: ChatId) => {
  const { alice, carol, constantine } = gallery.stage
  const muted = await gallery.open(carol, `/c/${chatId}`)
  await expect(muted.getByTestId('composer-notice')).toBeVisible()
  await gallery.show(muted, 'closed-muted')
  await muted.context().close()
  const page = await gallery.open(constantine, `/c/${chatId}`)
  await alice.call('groups.update', { chatId, slowModeMs: 3_600_000 })
  await page.getByTestId('composer').fill('This has to wait for a while')
  await expect(page.getByTestId('slow-mode')).toBeVisible()
  await gallery.show(page, 'slow-mode')
  await alice.call('groups.muteAll', { chatId, muted: true })
  await expect(page.getByTestId('composer-notice')).toBeVisible()
  await gallery.show(page, 'closed-muted-all')
  await alice.call('groups.remove', { chatId, userId: carol.id })
  await alice.call('groups.dissolve', { chatId })
  await expect(page.getByTestId('composer-notice')).toContainText(gallery.words.noticeDissolved)
  await gallery.show(page, 'closed-dissolved')
  await page.context().close()
}

/** A group as its owner sees it, its dialogs, the page of its link, and notices for members who cannot write. */
export const groups = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const chatId = await ledByAlice(stage)
  const page = await gallery.open(stage.alice, `/c/${chatId}`)
  await expect(page.getByTestId('requests-bar')).toBeVisible()
  await gallery.show(page, 'group-bar')
  await page.getByTestId('bar-step').click()
  await page.getByTestId('announcement').getByRole('button').first().click()
  await gallery.show(page, 'group-announcement')
  await page.getByTestId('announcement').getByRole('button').first().click()
  await page.getByTestId('chat-details').click()
  await expect(page.getByRole('button', { name: words.groupSettings })).toBeVisible()
  await gallery.show(page, 'group-details')
  await dialogsOf(gallery, page)
  await page.context().close()

  const { code } = await stage.alice.call('groups.createLink', { chatId })
  const stranger = await gallery.browsers.open(undefined, `/i/${code}`, {
    ...{ url: stage.server.url, theme: 'light', language: gallery.look.language },
  })
  await expect(
    stranger.getByRole('heading', { name: words.groupInviteTitle.replace('{name}', 'Sunday walkers') }),
  ).toBeVisible()
  await gallery.show(stranger, 'invite-group')
  await stranger.context().close()
  const asks = await gallery.open(stage.asking.dora, `/i/${code}`)
  await expect(asks.getByRole('button', { name: words.askToJoin })).toBeVisible()
  await gallery.show(asks, 'invite-group-signed-in')
  await asks.getByRole('button', { name: words.askToJoin }).click()
  await expect(asks.getByRole('heading', { name: words.askedToJoinTitle })).toBeVisible()
  await gallery.show(asks, 'invite-group-asked')
  await asks.context().close()
  await notices(gallery, chatId)
}

/** The channels, one of them open, and the world as administrators see it. */
export const channels = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const { admin, alice, bob } = stage
  const names = ['Kites', '读书会', 'A channel with a name that is rather long for a list']
  const ids: ChatId[] = []
  for (const [at, name] of names.entries()) {
    const id = newUuidV7() as ChatId
    ids.push(id)
    const about = at === 0 ? { about: 'Everything that flies, and the wind it takes.' } : {}
    await admin.call('channels.create', {
      id,
      name: `${name} ${gallery.look.device} ${gallery.look.language}`.slice(0, 50),
      ...about,
    })
  }
  const [kites] = ids
  if (!kites) return
  await bob.call('channels.join', { chatId: kites })
  await bob.send(kites, 'Wind from the west, four.')
  const page = await gallery.open(alice, '/')
  await page.getByRole('button', { name: words.newConversation }).click()
  await page.getByRole('menuitem', { name: words.channels }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: words.joinChannel }).first()).toBeVisible()
  await gallery.show(page, 'dialog-channels')
  await page.keyboard.press('Escape')
  await page.context().close()

  const adminPage = await gallery.open(admin, `/c/${kites}/details`)
  await expect(adminPage.getByRole('region', { name: words.whoIsHere }).getByRole('listitem').first()).toBeVisible()
  await gallery.show(adminPage, 'channel-details')
  await adminPage.getByRole('button', { name: words.channelSettings }).click()
  await expect(adminPage.getByRole('dialog')).toBeVisible()
  await gallery.show(adminPage, 'dialog-channel-settings')
  await adminPage.keyboard.press('Escape')
  await gallery.go(adminPage, `/c/${WORLD_CHAT_ID}/details`)
  await expect(adminPage.getByRole('button', { name: words.channelSettings })).toBeVisible()
  await gallery.show(adminPage, 'world-details-admin')
  await adminPage.context().close()
}
