import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test('a right-to-left name does not reorder the text around it, in the list, in service messages and in the title', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  await bob.call('accounts.update', { name: 'דנה 5' })
  const { id } = await alice.group('Hills', [carol])
  await alice.call('groups.invite', { chatId: id, userIds: [bob.id] })
  await bob.send(id, '1. 2')
  const page = await browsers.open(alice, `/c/${id}`)
  const screen = screenOf(page)
  const isolated = '\u2068דנה 5\u2069'
  await expect(screen.listRow('Hills')).toContainText(`${isolated}: 1. 2`)
  await expect(screen.viewport).toContainText(en.systemMembersAddedYou.replace('{people}', `\u2068${isolated}\u2069`))
  const chatId = await alice.direct(bob)
  await expect(page).toHaveTitle('Hills')
  await bob.send(chatId, 'hello')
  await expect(page).toHaveTitle(/^\(1\)/)
  await page.goto(`/c/${chatId}`)
  await expect(page).toHaveTitle(isolated)
  // The line is drawn from left to right: the text after the name is to the right of it.
  await page.goto(`/c/${id}`)
  const places = await screen
    .listRow('Hills')
    .locator('bdi', { hasText: '1. 2' })
    .evaluate((line) => {
      const range = document.createRange()
      const text = line.firstChild
      const leftOf = (at: number) => {
        if (text) range.setStart(text, at)
        if (text) range.setEnd(text, at + 1)
        return range.getBoundingClientRect().left
      }
      const words = text?.textContent ?? ''
      return [words.indexOf('ה'), words.indexOf('5'), words.indexOf(':'), words.indexOf('2', words.indexOf(':'))].map(
        leftOf,
      )
    })
  expect(places.toSorted((a, b) => a - b).slice(-2)).toEqual(places.slice(-2))
})
