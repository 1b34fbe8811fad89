import type { ChatId } from '@parley/protocol'
import { en } from './lib/catalogs'
import { expectVisibleFocus, keyTo } from './lib/focus'
import { peopleOn } from './lib/people-screen'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test.use({
  settings: { PARLEY_RATE_LIMITS: 'off', PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'friends' },
})

test('friends: somebody is found by the beginning of their name, asked with a note, and accepts with a reply', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice)
  const bobPage = await browsers.open(bob)
  const [people, bobPeople] = [peopleOn(page), peopleOn(bobPage)]
  await people.place.click()
  await expect(page.getByRole('heading', { name: en.noFriendsTitle })).toBeVisible()
  await people.search.fill('bo')
  await people.list
    .getByRole('listitem')
    .filter({ hasText: `@${bob.username}` })
    .getByRole('button')
    .click()
  await people.dialog.getByLabel(en.requestNote).fill('It is me, Alice from next door')
  await people.press(en.sendRequest)
  await expect(people.toast('Request sent to Bob')).toBeVisible()
  await people.search.fill('')
  await expect(people.list).toContainText(en.waitingForAnswer)

  await expect(bobPeople.toast('Alice wants to be friends: “It is me, Alice from next door”')).toBeVisible()
  await expect(bobPeople.place).toContainText('1 friend request')
  await bobPeople.place.click()
  await expect(bobPeople.list).toContainText('It is me, Alice from next door')
  await bobPeople.row(alice).click()
  await bobPeople.profile.getByLabel(en.answerReply).fill('Welcome, neighbour')
  await bobPeople.press(en.acceptRequest)
  await expect(people.list).toContainText('1 friend')
  await expect(bobPeople.list).toContainText('1 friend')
  await expect(bobPeople.place).not.toContainText('request')
  await expect(people.list).not.toContainText(en.waitingForAnswer)
  await people.row(bob).click()
  await expect(people.profile).toContainText('Welcome, neighbour')
  await people.press(en.message)
  await expect(page.getByTestId('chat-title')).toHaveText('Bob')
  await expect(screenOf(page).row('You and Bob are friends now')).toBeVisible()
  await screenOf(page).write('Hello Bob')
  await bobPeople.press(en.message)
  await expect(screenOf(bobPage).row('You and Alice are friends now')).toBeVisible()
  await expect(screenOf(bobPage).row('Hello Bob')).toBeVisible()
})

test('friends: a request can be declined and withdrawn', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  await bob.call('friends.request', { userId: alice.id, note: 'hello' })
  await alice.call('friends.request', { userId: carol.id })
  const page = await browsers.open(alice, '/people')
  const carolPage = await browsers.open(carol, '/people')
  const people = peopleOn(page)
  await expect(people.place).toContainText('1 friend request')
  // Kept on this device with the profiles, though there is no chat with either.
  await page.reload()
  await page.getByRole('button', { name: 'Decline the request of Bob' }).click()
  await expect(people.toast(en.requestDeclined)).toBeVisible()
  await expect(people.place).not.toContainText('request')
  await expect(peopleOn(carolPage).list).toContainText('Alice')
  await page.getByRole('button', { name: 'Withdraw the request to Carol' }).click()
  await expect(page.getByRole('heading', { name: en.noFriendsTitle })).toBeVisible()
  await expect(carolPage.getByRole('heading', { name: en.noFriendsTitle })).toBeVisible()
})

test('friends: my remark stands everywhere for the name, and for me alone', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.befriend(bob)
  await alice.befriend(carol)
  await carol.befriend(bob)
  const group = await alice.group('Picnic', [bob, carol])
  await bob.send(group.id, 'from bob')
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const screen = screenOf(page)
  const people = peopleOn(page)
  await people.press(en.setRemark)
  await people.dialog.getByLabel(en.remark, { exact: true }).fill('Plumber')
  await people.press(en.save)
  await expect(page.getByTestId('chat-title')).toHaveText('Plumber')
  await expect(people.profile).toContainText('Plumber')
  await expect(people.profile).toContainText(`Bob · @${bob.username}`)
  await expect(screen.listRow(/^Plumber/)).toHaveCount(1)
  await expect(screen.listRow('Picnic')).toContainText('Plumber: from bob')

  await screen.openChat(group.id)
  await expect(screen.row('from bob')).toContainText('Plumber')
  await bob.call('chats.typing', { chatId: group.id })
  await expect(page.getByTestId('typing')).toHaveText('Plumber is typing…')
  await page.getByTestId('chat-details').click()
  await expect(page.locator('[data-person-row]').filter({ hasText: 'Plumber' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('plum')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Plumber')
  await people.place.click()
  await people.search.fill('plumb')
  await expect(people.row(bob)).toContainText('Plumber')

  const carolScreen = screenOf(await browsers.open(carol, `/c/${group.id}`))
  await expect(carolScreen.row('from bob')).toContainText('Bob')
  await expect(carolScreen.page.getByText('Plumber')).toHaveCount(0)
})

test('friends: whoever is removed cannot write, and asks again; the remover’s composer says why it is closed', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.befriend(bob)
  await bob.send(chatId, 'before')
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const bobPage = await browsers.open(bob, `/c/${chatId}`)
  const [screen, bobScreen] = [screenOf(page), screenOf(bobPage)]
  const [people, bobPeople] = [peopleOn(page), peopleOn(bobPage)]
  await screen.composer.fill('half a sentence')
  await people.press(en.removeFriend)
  await expect(page.getByRole('alertdialog')).toContainText(en.removeFriendBody)
  await people.confirm(en.removeFriend)
  const notice = page.getByTestId('composer-notice')
  await expect(notice).toContainText('You and Bob aren’t friends')
  await expect(notice).toContainText(en.draftKept)
  await expect(screen.row('before')).toBeVisible()

  await expect(bobScreen.composer).toBeVisible()
  await bobScreen.write('are you there?')
  await expect(bobPage.getByText(en.error_not_friends)).toBeVisible()
  await bobPeople.press(en.sendRequest)
  await bobPeople.dialog.getByLabel(en.requestNote).fill('Please?')
  await bobPeople.dialog.getByRole('button', { name: en.sendRequest }).click()
  await expect(bobPage.getByTestId('composer-notice')).toContainText('hasn’t answered')
  await expect(notice).toContainText('Bob wants to be friends')
  await notice.getByRole('button', { name: en.acceptRequest }).click()
  await expect(screen.composer).toHaveValue('half a sentence')
  await expect(bobScreen.composer).toBeVisible()
  await bobPage.getByRole('button', { name: en.retrySend }).click()
  await expect(screen.row('are you there?')).toBeVisible()
})

test('friends: removing somebody can clear the chat, for the remover alone', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.befriend(bob)
  await bob.send(chatId, 'something embarrassing')
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const screen = screenOf(page)
  await expect(screen.row('something embarrassing')).toBeVisible()
  await peopleOn(page).press(en.removeFriend)
  await page.getByRole('checkbox', { name: en.alsoClearChat }).check()
  await peopleOn(page).confirm(en.removeFriend)
  await expect(page.getByTestId('composer-notice')).toBeVisible()
  await expect(screen.row('something embarrassing')).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId('composer-notice')).toBeVisible()
  await expect(page.getByText('something embarrassing')).toHaveCount(0)
  const bobScreen = screenOf(await browsers.open(bob, `/c/${chatId}`))
  await expect(bobScreen.row('something embarrassing')).toBeVisible()
})

test('friends: whoever is blocked sees nothing special, and nothing of theirs gets through', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.befriend(bob)
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const bobPage = await browsers.open(bob, `/c/${chatId}/details`)
  const [screen, bobScreen] = [screenOf(page), screenOf(bobPage)]
  const [people, bobPeople] = [peopleOn(page), peopleOn(bobPage)]
  const seenBefore = await bobPeople.profile.innerText()
  await people.press(en.blockPerson)
  await expect(page.getByRole('alertdialog')).toContainText(en.blockBody)
  await people.confirm(en.blockPerson)
  const notice = page.getByTestId('composer-notice')
  await expect(notice).toContainText('You blocked Bob')
  await expect(people.profile).toContainText(en.blockedLabel)

  // The same words as for somebody who was only removed.
  await bobScreen.write('hello?')
  await expect(bobPage.getByText(en.error_not_friends)).toBeVisible()
  // Alice looks offline, as she might be.
  expect(await bobPeople.profile.innerText()).toBe(seenBefore.replace(`${en.presenceOnline}\n\n`, ''))
  await bobPage.getByRole('button', { name: en.sendRequest }).click()
  await bobPeople.dialog.getByRole('button', { name: en.sendRequest }).click()
  await expect(bobPage.getByTestId('composer-notice')).toContainText('Alice hasn’t answered')
  await bobPage.getByTestId('composer-notice').getByRole('button', { name: en.withdrawRequest }).click()
  await expect(people.place).not.toContainText('request')
  await expect(screen.row('hello?')).toHaveCount(0)

  await notice.getByRole('button', { name: en.unblockPerson }).click()
  await expect(screen.composer).toBeVisible()
  await expect(people.place).not.toContainText('request')
})

test('friends: groups are made of friends, and a member who is none can be asked from the list', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  await alice.befriend(bob)
  await bob.befriend(carol)
  const page = await browsers.open(alice)
  const people = peopleOn(page)
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.newGroup }).click()
  await page.getByLabel(en.groupName).fill('Picnic')
  await people.dialog.getByLabel(en.addByName).fill(`@${carol.username}`)
  await expect(people.dialog).toContainText(en.notAFriend)
  await expect(people.dialog.locator('[data-person-row]')).toHaveCount(0)
  await people.dialog.getByLabel(en.addByName).fill('')
  await people.dialog.locator('[data-person-row]').filter({ hasText: bob.username }).click()
  await people.press(en.createGroup)
  await expect(page.getByTestId('chat-subtitle')).toHaveText(/^2 members/)
  const chatId = new URL(page.url()).pathname.split('/')[2] as ChatId
  await bob.call('groups.invite', { chatId, userIds: [carol.id] })
  await carol.send(chatId, 'hello from carol')

  await page.getByTestId('chat-details').click()
  await page.locator('[data-person-row]').filter({ hasText: carol.username }).click()
  await expect(people.dialog).toContainText(en.notYourFriend)
  await page.keyboard.press('Escape')
  await expect(people.dialog).toHaveCount(0)
  // The picture beside a message leads to the same place.
  await screenOf(page).row('hello from carol').getByRole('button', { name: 'Profile of Carol' }).click()
  await people.dialog.getByRole('button', { name: en.addFriend }).click()
  await people.dialog.getByRole('button', { name: en.sendRequest }).click()
  await expect(people.toast('Request sent to Carol')).toBeVisible()
  await expect(people.dialog).toHaveCount(0)

  // A new chat: friends first; whoever is none yet leads to the request, or to what came of it.
  await page.keyboard.press('Alt+n')
  await expect(people.dialog.locator('[data-person-row]')).toHaveCount(1)
  await people.dialog.getByLabel(en.findPeople).fill(`@${carol.username}`)
  await people.dialog.locator('[data-person-row]').click()
  await expect(people.dialog).toContainText(en.requestSentLabel)
})

test('friends: everything is reached with the keyboard, and on a phone', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  await bob.call('friends.request', { userId: alice.id, note: 'It is me' })
  const page = await browsers.open(alice)
  const people = peopleOn(page)
  await expect(people.place).toContainText('1 friend request')
  await keyTo(page, people.place)
  await page.keyboard.press('Enter')
  await keyTo(page, people.search)
  await page.keyboard.press('ArrowDown')
  await expect(people.row(bob)).toBeFocused()
  await expectVisibleFocus(page)
  await keyTo(page, page.getByRole('button', { name: 'Accept the request of Bob' }))
  await page.keyboard.press('Enter')
  await expect(people.list).toContainText('1 friend')
  await expect(people.row(bob)).toBeFocused()
  await page.keyboard.press('Enter')
  await keyTo(page, people.profile.getByRole('button', { name: en.setRemark }))
  await page.keyboard.press('Enter')
  await expect(people.dialog.getByLabel(en.remark, { exact: true })).toBeFocused()
  await page.keyboard.type('Robert')
  await page.keyboard.press('Enter')
  await expect(people.profile).toContainText('Robert')
  await expect(people.profile.getByRole('button', { name: en.editRemark })).toBeFocused()
  // What was pressed goes away: the focus stays in the profile.
  await keyTo(page, people.profile.getByRole('button', { name: en.removeFriend }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog').locator(':focus')).toHaveCount(1)
  await keyTo(page, page.getByRole('alertdialog').getByRole('button', { name: en.removeFriend }))
  await page.keyboard.press('Enter')
  await expect(people.profile.getByRole('button', { name: en.addFriend })).toBeVisible()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expectVisibleFocus(page)
  await keyTo(page, people.profile.getByRole('button', { name: en.addFriend }))
  await page.keyboard.press('Enter')
  await expect(people.dialog.getByLabel(en.requestNote)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(people.profile).toContainText('Friends since')
  await expect(people.profile).toContainText('Robert')

  const phone = await browsers.open(await alice.again(), '/', { context: devices.phone })
  const small = peopleOn(phone)
  await small.place.tap()
  await small.row(bob).tap()
  await expect(small.profile).toContainText('Robert')
  await expect(small.list).toBeHidden()
  await phone.getByRole('button', { name: en.backToPeople }).tap()
  await expect(small.row(bob)).toBeInViewport()
  await small.row(bob).tap()
  await small.profile.getByRole('button', { name: en.message }).tap()
  await expect(phone.getByTestId('chat-title')).toHaveText('Robert')
  await phone.goBack()
  await expect(small.profile).toBeVisible()
})
