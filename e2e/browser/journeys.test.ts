import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, registerAs, test } from './lib/test'

/** Fills in and sends the sign-up form. */
const register = async (page: Page, who: { readonly name: string; readonly username: string }) => {
  await page.getByLabel(en.displayName, { exact: true }).fill(who.name)
  await page.getByLabel(en.username).fill(who.username)
  await page.getByLabel(en.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.register }).click()
}

/** A unique user name, because tests of one server run in any order. */
const unused = (name: string) => `${name}.${Math.random().toString(36).slice(2, 10)}`

test('first-message: two people sign up, find each other and chat', async ({ browsers }) => {
  const [aliceName, bobName] = [unused('alice'), unused('bob')]
  const [alice, bob] = [await browsers.open(undefined), await browsers.open(undefined)]
  await alice.getByRole('link', { name: en.register }).click()
  await register(alice, { name: 'Alice', username: aliceName })
  await expect(screenOf(alice).listRow(en.savedMessages)).toBeVisible()
  await bob.goto('/register')
  await register(bob, { name: 'Bob', username: bobName })
  await expect(screenOf(bob).listRow(en.savedMessages)).toBeVisible()

  await alice.getByRole('searchbox').fill(`@${bobName}`)
  await alice.locator('[data-person-row]').click()
  await expect(alice.getByTestId('chat-title')).toHaveText('Bob')
  await screenOf(alice).write('Hello Bob, this is **Alice**')
  await expect(screenOf(alice).row('Hello Bob, this is Alice')).toHaveAttribute('data-status', 'sent')

  await expect(screenOf(bob).listRow('Alice')).toContainText('Hello Bob, this is')
  await expect(bob).toHaveTitle(/^\(1\) /)
  await screenOf(bob).listRow('Alice').click()
  await expect(screenOf(bob).row('Hello Bob, this is Alice').locator('strong')).toHaveText('Alice')
  await screenOf(bob).write('Hello Alice')
  await expect(screenOf(alice).row('Hello Alice')).toBeVisible()
  for (const page of [alice, bob]) {
    await page.reload()
    await expect(screenOf(page).row('Hello Alice')).toHaveCount(1)
    await expect(screenOf(page).row('Hello Bob')).toHaveCount(1)
  }
})

test('sign-in: a wrong password is refused, the right one works, and signing out removes all data', async ({
  browsers,
  cast,
}) => {
  browsers.guard.allow(/status of 401/)
  const [alice] = await cast('alice')
  const page = await browsers.open(undefined)
  await page.getByLabel(en.username).fill(alice.username)
  await page.getByLabel(en.password, { exact: true }).fill('something else entirely')
  await page.getByRole('button', { name: en.signIn }).click()
  await expect(page.getByRole('alert')).toContainText(en.error_bad_credentials)
  await page.getByLabel(en.password, { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await screenOf(page).listRow(en.savedMessages).click()
  await screenOf(page).write('a note')
  await expect(screenOf(page).row('a note')).toHaveAttribute('data-status', 'sent')
  await page.goto('/settings')
  await page.getByRole('button', { name: en.signOut }).last().click()
  await page.getByRole('alertdialog').getByRole('button', { name: en.signOut }).click()
  await expect(page.getByText(en.signInTitle)).toBeVisible()
  await page.reload()
  await expect(page.getByText(en.signInTitle)).toBeVisible()
  const left = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
    const counts = names.map(
      (name) =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open(name)
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const database = opening.result
            const stores = [...database.objectStoreNames].filter((store) => store === 'messages' || store === 'chats')
            if (stores.length === 0) return resolve(0)
            const transaction = database.transaction(stores)
            let total = 0
            for (const store of stores)
              transaction.objectStore(store).count().onsuccess = (event) => {
                total += (event.target as IDBRequest<number>).result
              }
            transaction.oncomplete = () => resolve(total)
          }
        }),
    )
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  })
  expect(left, 'chats and messages left in this browser').toBe(0)
})

test('groups: create, invite, leave', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  await alice.send(await alice.direct(bob), 'hi')
  const page = await browsers.open(alice)
  const screen = screenOf(page)
  const bobScreen = screenOf(await browsers.open(bob))
  const carolScreen = screenOf(await browsers.open(carol))
  await expect(bobScreen.listRow('Alice')).toBeVisible()
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.newGroup }).click()
  await page.getByLabel(en.groupName).fill('Picnic')
  await page.locator('[role=dialog] [data-person-row]').filter({ hasText: bob.username }).click()
  await page.getByRole('button', { name: en.createGroup }).click()
  await expect(page.getByTestId('chat-title')).toHaveText('Picnic')
  await expect(page.getByTestId('chat-subtitle')).toHaveText(/^2 members/)
  await screen.write('before carol')
  await bobScreen.listRow('Picnic').click()
  await expect(bobScreen.row('before carol')).toBeVisible()

  await page.getByTestId('chat-details').click()
  await page.getByRole('button', { name: en.addPeople }).click()
  await page.getByLabel(en.addByName).fill(carol.username)
  await page.locator('[role=dialog] [data-person-row]').filter({ hasText: carol.username }).click()
  await page.getByRole('button', { name: 'Add 1 person' }).click()
  await expect(page.getByTestId('chat-subtitle')).toHaveText(/^3 members/)
  await carolScreen.listRow('Picnic').click()
  await expect(carolScreen.rows.last()).toContainText('Alice added you')
  await expect(carolScreen.row('before carol')).toHaveCount(0)
  await carolScreen.write('hello from carol')
  for (const other of [screen, bobScreen]) await expect(other.row('hello from carol')).toBeVisible()

  await carolScreen.page.getByTestId('chat-details').click()
  await carolScreen.page.getByRole('button', { name: en.leaveGroup }).click()
  await carolScreen.page.getByRole('alertdialog').getByRole('button', { name: en.leaveGroup }).click()
  await expect(carolScreen.page.getByTestId('composer-notice')).toHaveText(en.noticeLeft)
  await expect(screen.row('Carol left the group')).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toHaveText(/^2 members/)
  await screen.write('after carol')
  await expect(bobScreen.row('after carol')).toBeVisible()
  await expect(carolScreen.row('hello from carol')).toBeVisible()
  await expect(carolScreen.row('after carol')).toHaveCount(0)
  await carolScreen.page.reload()
  await expect(carolScreen.row('hello from carol')).toBeVisible()
  await expect(carolScreen.row('after carol')).toHaveCount(0)
})

test('world: everyone can read it, and the number of people online is live', async ({ browsers, ownServer }) => {
  const options = { url: ownServer.url }
  const [alice, bob] = [await registerAs(ownServer.url, 'alice'), await registerAs(ownServer.url, 'bob')]
  const page = await browsers.open(alice, '/', options)
  const screen = screenOf(page)
  await screen.listRow(en.world).click()
  await expect(page.getByText(en.worldTitle)).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toHaveText('1 online')
  const other = screenOf(await browsers.open(bob, '/', options))
  await expect(page.getByTestId('chat-subtitle')).toHaveText('2 online')
  // A second device of the same person doesn't count.
  const phone = await browsers.open(await bob.again(), '/', { ...options, context: devices.phone })
  await expect(screenOf(phone).listRow(en.world)).toBeVisible()
  await other.listRow(en.world).click()
  await screen.write('hello world')
  await expect(other.row('hello world')).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toHaveText('2 online')
  await phone.context().close()
  await other.page.context().close()
  await expect(page.getByTestId('chat-subtitle')).toHaveText('1 online')
})

test('invite: link and QR code bring a new user into a chat with the inviter', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.invitePeople }).click()
  await expect(page.getByRole('img', { name: en.inviteQr })).toBeVisible()
  const link = await page.getByLabel(en.inviteLink, { exact: true }).inputValue()
  expect(new URL(link).pathname).toMatch(/^\/i\/.+/)
  const visitor = await browsers.open(undefined, new URL(link).pathname)
  await expect(visitor.getByRole('heading', { name: 'Alice invited you to chat' })).toBeVisible()
  await register(visitor, { name: 'Nina', username: unused('nina') })
  await expect(visitor.getByTestId('chat-title')).toHaveText('Alice')
  await screenOf(visitor).write('Thanks for the invite')
  await page.keyboard.press('Escape')
  await screenOf(page).listRow('Nina').click()
  await expect(screenOf(page).row('Thanks for the invite')).toBeVisible()
  await expect(screenOf(page).row('joined via invite link')).toBeVisible()
})

test('invite: a link for one person and one hour next to the permanent one, each revoked separately', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.invitePeople }).click()
  const [dialog, field] = [page.getByRole('dialog'), page.getByLabel(en.inviteLink, { exact: true })]
  const usual = await field.inputValue()
  await dialog.getByRole('button', { name: en.chooseLink }).click()
  await dialog.getByRole('group', { name: en.linkLasts }).getByText('1 hour').click()
  await dialog.getByRole('group', { name: en.linkUses }).getByText('1', { exact: true }).click()
  await dialog.getByRole('button', { name: en.createLink }).click()
  await expect(field).toBeFocused()
  await expect(field).not.toHaveValue(usual)
  await expect(dialog).toContainText('for one person')
  const once = new URL(await field.inputValue()).pathname
  const [first, second] = [await browsers.open(undefined, once), await browsers.open(undefined, once)]
  await expect(second.getByRole('heading', { name: 'Alice invited you to chat' })).toBeVisible()
  await register(first, { name: 'Nina', username: unused('nina') })
  await expect(first.getByTestId('chat-title')).toHaveText('Alice')
  await second.reload()
  await expect(second.getByRole('heading', { name: en.inviteBrokenTitle })).toBeVisible()

  await dialog.getByRole('listitem').getByRole('button', { name: en.revokeLink }).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(0)
  const ended = await browsers.open(undefined, new URL(usual).pathname)
  await expect(ended.getByRole('heading', { name: en.inviteBrokenTitle })).toBeVisible()
})

test('saved messages are private, on every device', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const screen = screenOf(await browsers.open(alice))
  await screen.listRow(en.savedMessages).click()
  await expect(screen.page.getByText(en.savedTitle)).toBeVisible()
  await screen.write('remember the kite')
  await expect(screen.row('remember the kite')).toHaveAttribute('data-status', 'sent')
  const phone = screenOf(await browsers.open(await alice.again(), '/', { context: devices.phone }))
  await expect(phone.listRow(en.savedMessages)).toContainText('remember the kite')
  await expect(phone.listRow(en.savedMessages)).not.toContainText('unread')
})

test('sessions: another device is signed out at once, and keeps its draft', async ({ browsers, cast }) => {
  browsers.guard.allow(/status of 401/)
  const [alice] = await cast('alice')
  const lost = await browsers.open(await alice.again())
  await screenOf(lost).listRow(en.savedMessages).click()
  await screenOf(lost).composer.fill('half a sent')
  const page = await browsers.open(alice, '/settings')
  await page
    .getByRole('button', { name: /^Sign out / })
    .filter({ hasNotText: 'other' })
    .first()
    .click()
  await expect(lost.getByRole('alertdialog')).toContainText(en.sessionEndedTitle)
  await lost.getByRole('button', { name: en.signIn }).click()
  await expect(lost.getByText(en.signInTitle)).toBeVisible()
  await lost.getByLabel(en.username).fill(alice.username)
  await lost.getByLabel(en.password, { exact: true }).fill(password)
  await lost.keyboard.press('Enter')
  await expect(screenOf(lost).listRow(en.savedMessages)).toBeVisible()
  await screenOf(lost).listRow(en.savedMessages).click()
  await expect(screenOf(lost).composer).toHaveValue('half a sent')
})

test('setup and administration: the first administrator closes sign-ups and the world, and disables a user', async ({
  browsers,
  ownServer,
}) => {
  // The server of this test ends before its pages do.
  browsers.guard.allow(/status of 40[13]/, /net::ERR_CONNECTION_REFUSED/)
  const options = { url: ownServer.url }
  const admin = await browsers.open(undefined, `/setup/${ownServer.setupCode}`, options)
  await expect(admin.getByRole('heading', { name: en.setupTitle })).toBeVisible()
  await register(admin, { name: 'Grace', username: 'grace' })
  await admin.getByRole('link', { name: en.administration }).click()
  const bob = await registerAs(ownServer.url, 'bob')
  const bobScreen = screenOf(await browsers.open(bob, '/', options))
  await bobScreen.listRow(en.world).click()
  await expect(bobScreen.composer).toBeVisible()

  await admin.getByText(en.registrationClosed).last().click()
  await expect(bobScreen.page.getByTestId('composer-notice')).toHaveText(en.noticeWorldClosed)
  await expect(bobScreen.composer).toBeHidden()
  await admin.getByText(en.worldOpen).click()
  await expect(bobScreen.composer).toBeVisible()

  await admin.getByRole('switch', { name: en.registrationTimes }).check()
  await admin.getByLabel(en.registrationOpens).fill('2090-05-01T09:00')
  await admin.getByLabel(en.registrationCloses).fill('2090-05-01T08:00')
  await expect(admin.getByText(en.registrationTimesWrong)).toBeVisible()
  await admin.getByLabel(en.registrationCloses).fill('2090-06-01T09:00')
  await admin.getByLabel(en.registrationCloses).press('Enter')
  const early = await browsers.open(undefined, '/', options)
  await expect(early.getByText(en.registrationOpensOn.replace('{date}', 'May 1, 2090 9:00 AM'))).toBeVisible()
  await admin.getByRole('switch', { name: en.registrationTimes }).uncheck()
  await expect(admin.getByLabel(en.registrationOpens)).toBeHidden()
  await early.reload()
  await expect(early.getByRole('link', { name: en.register })).toBeVisible()

  await admin.getByText(en.registrationClosed).first().click()
  const stranger = await browsers.open(undefined, '/register', options)
  await expect(stranger.getByRole('heading', { name: en.registrationClosedTitle })).toBeVisible()

  await admin.reload()
  await admin
    .locator('li')
    .filter({ hasText: bob.username })
    .getByRole('button', { name: en.personActions.replace('{name}', '') })
    .click()
  await admin.getByRole('menuitem', { name: en.disablePerson }).click()
  await admin.getByRole('alertdialog').getByRole('button', { name: en.disablePerson }).click()
  await expect(bobScreen.page.getByRole('alertdialog')).toContainText(en.accountDisabledTitle)
  const again = await browsers.open(undefined, '/', options)
  await again.getByLabel(en.username).fill(bob.username)
  await again.getByLabel(en.password, { exact: true }).fill(password)
  await again.keyboard.press('Enter')
  await expect(again.getByRole('alert')).toContainText('disabled')
  // The setup link is void now.
  await again.goto(`/setup/${ownServer.setupCode}`)
  await expect(again.getByRole('heading', { name: en.setupBrokenTitle })).toBeVisible()
})
