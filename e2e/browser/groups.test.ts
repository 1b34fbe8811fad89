import { type ChatId, newUuidV7 } from '@parley/protocol'
import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import type { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test.use({
  settings: {
    PARLEY_RATE_LIMITS: 'off',
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_DIRECT_CHATS: 'everyone',
    PARLEY_CHANNELS: 'everyone',
  },
})

const filled = (text: string, name: string): string => text.replaceAll('{name}', name)

/** The details of a group on screen, and actions in them. */
const detailsOf = (page: Page) => {
  const dialog = page.locator('[role=dialog],[role=alertdialog]')
  const row = (name: string) =>
    page.getByRole('region', { name: en.members }).getByRole('listitem').filter({ hasText: name })
  return {
    dialog,
    row,
    open: () => page.getByTestId('chat-details').click(),
    act: (label: string) => page.getByRole('button', { name: label }).click(),
    /** Opens the menu of a member and returns its items. */
    menu: async (name: string) => {
      await row(name)
        .getByRole('button', { name: filled(en.memberActions, name) })
        .click()
      return page.getByRole('menuitem')
    },
    choose: async (name: string, label: string) => {
      await row(name)
        .getByRole('button', { name: filled(en.memberActions, name) })
        .click()
      await page.getByRole('menuitem', { name: label }).click()
    },
    confirm: (label: string) => page.getByRole('alertdialog').getByRole('button', { name: label }).click(),
  }
}

const newGroup = async (owner: Person, others: readonly Person[]): Promise<ChatId> =>
  (await owner.group('Picnic', others)).id

test('groups: roles, a nickname, a mute with its duration, and a removal show at once for all members', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await newGroup(alice, [bob, carol])
  const page = await browsers.open(alice, `/c/${chatId}`)
  const bobPage = await browsers.open(bob, `/c/${chatId}`)
  const [details, bobDetails] = [detailsOf(page), detailsOf(bobPage)]
  await details.open()
  await bobDetails.open()
  await expect(bobDetails.row('Carol').getByRole('button', { name: filled(en.memberActions, 'Carol') })).toBeHidden()

  await details.choose('Bob', en.makeAdmin)
  await expect(bobDetails.row('Bob')).toContainText(en.roleAdmin)
  await expect(screenOf(bobPage).row('Alice made you an admin')).toBeVisible()
  const offered = await bobDetails.menu('Carol')
  await expect(offered).toHaveText([en.setNickname, en.muteMember, en.removeMember, en.banMember])
  await bobPage.getByRole('menuitem', { name: en.setNickname }).click()
  await bobDetails.dialog.getByLabel(en.nicknameLabel).fill('Caz')
  await bobDetails.dialog.getByRole('button', { name: en.save }).click()
  await carol.send(chatId, 'hello from carol')
  await expect(page.getByTestId('viewport').locator('bdi', { hasText: 'Caz' })).toBeVisible()
  await bobPage.getByTestId('composer').pressSequentially('hm')
  await expect(page.getByTestId('typing')).toHaveText('Bob is typing…')
  await bobPage.getByTestId('composer').fill('')

  await details.choose('Bob', en.muteMember)
  await details.dialog.getByText('10 minutes').click()
  await details.dialog.getByRole('button', { name: 'Mute', exact: true }).click()
  const notice = bobPage.getByTestId('composer-notice')
  await expect(notice).toContainText(/You can send messages again in (10|9) minutes/)
  await expect(bobPage.getByTestId('composer')).toHaveCount(0)
  await details.choose('Bob', en.unmuteMember)
  await expect(bobPage.getByTestId('composer')).toBeVisible()

  await details.choose('Bob', en.removeMember)
  await details.confirm(en.removeMember)
  await expect(notice).toHaveText(en.noticeRemoved)
  await expect(bobPage.getByRole('button', { name: filled(en.memberActions, 'Caz') })).toHaveCount(0)
  await expect(screenOf(page).row('You removed Bob')).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toContainText('2 members')
})

test('groups: an action on a member shows at once, and is undone with a message when the server refuses it', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await newGroup(alice, [bob, carol])
  await alice.call('groups.setRole', { chatId, userId: bob.id, role: 'admin' })
  const page = await browsers.open(bob, `/c/${chatId}`, { url: network.url })
  const details = detailsOf(page)
  await details.open()
  // The code of the dialogs comes from the server, too.
  await details.choose('Carol', en.removeMember)
  await details.dialog.getByRole('button', { name: en.cancel }).click()
  await expect(details.dialog).toBeHidden()
  await details.choose('Carol', en.muteMember)
  network.holdAnswers()
  await details.dialog.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(details.dialog).toBeHidden()
  await expect(details.row('Carol')).toContainText(en.memberMuted)
  network.restore()
  await expect
    .poll(async () => (await carol.call('groups.members', { chatId })).members.some((one) => one.mutedUntil))
    .toBe(true)
  await expect(details.row('Carol')).toContainText(en.memberMuted)

  // He acts as an admin before he learns that he no longer is one.
  network.holdAnswers()
  await alice.call('groups.setRole', { chatId, userId: bob.id, role: 'member' })
  await details.choose('Carol', en.removeMember)
  await details.confirm(en.removeMember)
  await expect(details.row('Carol')).toHaveCount(0)
  network.restore()
  await expect(page.getByText(en.error_forbidden)).toBeVisible()
  await expect(details.row('Carol')).toBeVisible()
})

test('groups: the composer explains settings that close it, slow mode counts down, and an announcement shows at the top', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await newGroup(alice, [bob])
  const page = await browsers.open(alice, `/c/${chatId}`)
  const bobPage = await browsers.open(bob, `/c/${chatId}`)
  const details = detailsOf(page)
  await details.open()
  await details.act(en.groupSettings)
  await details.dialog.getByLabel(en.groupName).fill('River walk')
  await details.dialog.getByLabel(en.groupAnnouncement, { exact: true }).fill('We meet at nine.\nBring water.')
  await details.dialog.getByRole('group', { name: en.slowMode }).getByText('1 minute', { exact: true }).click()
  await details.dialog.getByRole('button', { name: en.save }).click()
  await expect(details.dialog).toBeHidden()
  await expect(bobPage.getByTestId('chat-title')).toHaveText('River walk')
  await expect(bobPage.getByTestId('announcement')).toContainText('We meet at nine.')
  await expect(screenOf(bobPage).row('Alice renamed the group to “River walk”')).toBeVisible()

  await screenOf(bobPage).write('first')
  await expect(bobPage.getByTestId('slow-mode')).toHaveText(/Slow mode: (1:00|0:\d\d)/)
  await bobPage.getByTestId('composer').fill('second')
  await expect(bobPage.getByTestId('send')).toBeDisabled()
  await alice.call('groups.update', { chatId, slowModeMs: 0 })
  await expect(bobPage.getByTestId('slow-mode')).toHaveCount(0)
  await bobPage.getByTestId('send').click()
  await expect(screenOf(page).row('second')).toBeVisible()

  await bobPage.getByRole('button', { name: en.hideAnnouncement }).click()
  await bobPage.reload()
  await expect(screenOf(bobPage).row('second')).toBeVisible()
  await expect(bobPage.getByTestId('announcement')).toHaveCount(0)
  // A changed announcement shows again.
  await alice.call('groups.update', { chatId, announcement: 'We meet at ten.' })
  await expect(bobPage.getByTestId('announcement')).toContainText('We meet at ten.')

  await details.act(en.groupSettings)
  await details.dialog.getByRole('group', { name: en.whoWrites }).getByText(en.whoWritesAdmins, { exact: true }).click()
  await details.dialog.getByRole('button', { name: en.save }).click()
  await expect(bobPage.getByTestId('composer-notice')).toHaveText(en.noticeMutedAll)
  await expect(page.getByTestId('composer')).toBeVisible()
})

test('groups: members add people, pin and edit as the settings allow, and leave without a notice', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await newGroup(alice, [bob])
  await alice.send(chatId, 'look here')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const bobPage = await browsers.open(bob, `/c/${chatId}`)
  const [details, bobDetails] = [detailsOf(page), detailsOf(bobPage)]
  await details.open()
  await bobDetails.open()
  const offered = (label: string) => bobPage.getByRole('button', { name: label, exact: true })
  await expect(offered(en.addPeople)).toBeVisible()
  for (const label of [en.groupSettings, en.changeGroupAvatar]) await expect(offered(label)).toHaveCount(0)

  await details.act(en.groupSettings)
  const choose = (what: string, who: string) => details.dialog.getByRole('group', { name: what }).getByText(who).click()
  await choose(en.whoInvites, en.whoWritesAdmins)
  await choose(en.whoPins, en.whoWritesAll)
  await choose(en.whoEdits, en.whoWritesAll)
  await choose(en.whenLeaving, en.leavingSilent)
  await details.dialog.getByRole('button', { name: en.save }).click()
  await expect(details.dialog).toBeHidden()
  await expect(offered(en.addPeople)).toHaveCount(0)
  await expect(offered(en.changeGroupAvatar)).toBeVisible()
  await bobDetails.act(en.groupSettings)
  await expect(bobDetails.dialog.getByRole('group')).toHaveCount(0)
  await bobDetails.dialog.getByLabel(en.groupName).fill('River walk')
  await bobDetails.dialog.getByRole('button', { name: en.save }).click()
  await expect(page.getByTestId('chat-title')).toHaveText('River walk')
  await screenOf(bobPage).row('look here').click({ button: 'right' })
  await bobPage.getByRole('menuitem', { name: en.pinMessage }).click()
  await expect(page.getByTestId('pinned-bar')).toContainText('look here')

  await bobDetails.act(en.leaveGroup)
  await expect(bobDetails.dialog).toContainText(en.leaveSilentBody)
  await bobDetails.confirm(en.leaveGroup)
  await expect(details.row('Bob')).toHaveCount(0)
  await expect(screenOf(page).rows.last()).toContainText('Bob renamed the group')
})

test('groups: a link lets a user request to join, and lets a newcomer sign up and join', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await newGroup(alice, [])
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  const page = await browsers.open(alice, `/c/${chatId}`)
  const details = detailsOf(page)
  await details.open()
  await details.act(en.groupLinks)
  await details.dialog.getByRole('button', { name: en.createLink }).click()
  const url = (await details.dialog.getByRole('listitem').locator('p').first().textContent()) ?? ''
  const path = `/i/${url.split('/i/')[1]}`
  await details.dialog.getByRole('button', { name: en.showQr }).click()
  await expect(details.dialog.getByRole('img', { name: en.groupQr })).toBeVisible()
  await page.keyboard.press('Escape')

  const bobPage = await browsers.open(bob, path)
  await expect(bobPage.getByRole('heading', { name: 'Join “Picnic”' })).toBeVisible()
  await bobPage.getByRole('button', { name: en.askToJoin }).click()
  await expect(bobPage.getByRole('heading', { name: en.askedToJoinTitle })).toBeVisible()
  await expect(page.getByText('1 person wants to join')).toBeVisible()
  await carol.call('groups.join', { chatId })
  await expect(page.getByText('2 people want to join')).toBeVisible()
  await page.getByTestId('requests-bar').getByRole('button').first().click()
  await details.dialog.getByRole('button', { name: filled(en.letInName, 'Bob') }).click()
  await expect(details.dialog.getByRole('listitem')).toHaveText([/Carol/])
  await details.dialog.getByRole('button', { name: filled(en.declineName, 'Carol') }).click()
  await expect(details.dialog).toContainText(en.noRequests)
  await page.keyboard.press('Escape')
  await expect(page.getByText(/wants? to join/)).toHaveCount(0)
  await expect(details.row('Carol')).toHaveCount(0)
  await screenOf(bobPage).listRow('Picnic').click()
  await expect(screenOf(bobPage).row('Alice added you')).toBeVisible()

  await alice.call('groups.update', { chatId, joinPolicy: 'invite' })
  const strangerPage = await browsers.open(undefined, path)
  await expect(strangerPage.getByRole('heading', { name: 'Join “Picnic”' })).toBeVisible()
  await strangerPage.getByLabel(en.username).fill('dora')
  await strangerPage.getByLabel(en.displayName, { exact: true }).fill('Dora')
  await strangerPage.getByLabel(en.password, { exact: true }).fill('nine tidal lamps 42')
  await strangerPage.getByRole('button', { name: en.register }).click()
  await expect(strangerPage.getByTestId('chat-title')).toHaveText('Picnic')
  await expect(screenOf(page).row('Dora joined')).toBeVisible()
})

test("groups: you can join with a group's id or link that someone passed on, if the group allows it", async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol, dave] = await cast('alice', 'bob', 'carol', 'dave')
  const chatId = await newGroup(alice, [])
  const page = await browsers.open(bob)
  const dialog = page.getByRole('dialog')
  const join = async (pasted: string) => {
    await page.getByRole('button', { name: en.newConversation }).click()
    await page.getByRole('menuitem', { name: en.joinByLink }).click()
    await dialog.getByLabel(en.joinField).fill(pasted)
    await dialog.getByRole('button', { name: en.joinContinue }).click()
  }
  // A stranger doesn't learn whether the group exists.
  await join(chatId)
  await expect(dialog.getByText(en.joinNotFound)).toBeVisible()
  await dialog.getByLabel(en.joinField).fill('https://elsewhere.example/i/abc')
  await dialog.getByRole('button', { name: en.joinContinue }).click()
  await expect(dialog.getByText(en.joinNothing)).toBeVisible()
  await page.keyboard.press('Escape')
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  await join(`${new URL(page.url()).origin}/c/${chatId}`)
  await expect(page.getByText(en.askedToJoinBody)).toBeVisible()
  await alice.call('groups.answerRequest', { chatId, userId: bob.id, accept: true })
  await expect(screenOf(page).listRow('Picnic')).toBeVisible()

  await alice.call('groups.update', { chatId, joinPolicy: 'open' })
  const carols = await browsers.open(carol)
  await carols.getByRole('searchbox').fill(` ${chatId} `)
  await carols.getByRole('button', { name: en.joinThisGroup }).click()
  await expect(screenOf(carols).row('You joined')).toBeVisible()
  await carols.goto('/')
  await carols.getByRole('searchbox').fill(chatId)
  await carols.getByRole('button', { name: en.openThisChat }).press('Enter')
  await expect(carols.getByTestId('chat-title')).toHaveText('Picnic')
  const { code } = await alice.call('groups.createLink', { chatId })
  const daves = await browsers.open(dave, `/c/${chatId}`, { context: devices.phone })
  await expect(daves.getByRole('button', { name: en.joinThisGroup })).toBeVisible()
  await daves.goto('/')
  await daves.getByRole('searchbox').fill(`${new URL(page.url()).host}/i/${code}`)
  await daves.getByRole('button', { name: en.openInviteLink }).click()
  await daves.getByRole('button', { name: en.joinGroup }).click()
  await expect(screenOf(daves).row('You joined')).toBeVisible()
})

test('an address of an unknown chat shows a message, and an address of a channel opens it', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const closed = await newGroup(alice, [])
  const page = await browsers.open(bob, `/c/${closed}`)
  for (const chatId of [closed, newUuidV7()]) {
    await page.goto(`/c/${chatId}`)
    await expect(page.getByRole('heading', { name: en.chatMissingTitle })).toBeVisible()
    await expect(page.getByRole('button', { name: en.joinThisGroup })).toHaveCount(0)
  }
  const channel = newUuidV7() as ChatId
  await alice.call('channels.create', { id: channel, name: 'Birds' })
  await page.goto(`/c/${channel}`)
  await page.getByRole('button', { name: en.joinThisChannel }).click()
  await expect(page.getByTestId('chat-title')).toHaveText('Birds')
})

test('groups: the owner transfers the group, the next owner dissolves it, and the members can still read it', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await newGroup(alice, [bob, carol])
  await carol.send(chatId, 'before the end')
  const page = await browsers.open(alice, `/c/${chatId}`, { context: devices.phone })
  const bobPage = await browsers.open(bob, `/c/${chatId}`)
  const [details, bobDetails] = [detailsOf(page), detailsOf(bobPage)]
  await details.open()
  await expect(page.getByText(en.ownerLeaves)).toBeVisible()
  await details.choose('Bob', en.makeOwner)
  await details.confirm(en.makeOwner)
  await expect(details.row('Bob')).toContainText(en.roleOwner)
  await expect(page.getByText(en.ownerLeaves)).toHaveCount(0)
  await bobDetails.open()
  await bobDetails.act(en.dissolveGroup)
  await bobDetails.confirm(en.dissolveGroup)
  await expect(bobPage.getByTestId('composer-notice')).toHaveText(en.noticeDissolved)
  await expect(screenOf(bobPage).row('before the end')).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('composer-notice')).toHaveText(en.noticeDissolved)
  await expect(screenOf(page).row('Bob disbanded the group')).toBeVisible()
})
