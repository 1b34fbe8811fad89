import { openByName, visitChats } from '../../packages/bench/src/web/chats'
import { scrollMessages } from '../../packages/bench/src/web/frames'
import { heapOf } from '../../packages/bench/src/web/heap'
import { groupMembers, largestGroup, longestChat, test } from './lib/big'
import { en } from './lib/catalogs'
import { expect } from './lib/test'

// The tests run in sequence, because they share data that is slow to create.
test.describe.configure({ mode: 'default' })

test('A7 sixty chats and thousands of messages leave no memory behind', async ({ browsers, big }) => {
  const page = await browsers.open(big.demo, '/', { url: big.server.url })
  const session = await page.context().newCDPSession(page)
  await expect(page.locator('[data-chat-row]').first()).toBeVisible()
  const heaps: Awaited<ReturnType<typeof heapOf>>[] = []
  for (let round = 0; round < 3; round++) {
    await openByName(page, longestChat)
    await scrollMessages(page, { frameStepPx: -700, messages: 1_500 })
    await visitChats(page, 20)
    heaps.push(await heapOf(page, session))
  }
  const [, second, third] = heaps
  if (!second || !third) throw new Error('there were no rounds')
  for (const { heapBytes, detached } of heaps) {
    expect(heapBytes).toBeLessThanOrEqual(120_000_000)
    expect(detached, 'nodes outside the document').toBeLessThanOrEqual(200)
  }
  expect(third.heapBytes / second.heapBytes, 'growth').toBeLessThanOrEqual(1.03)
})

test('scrolling and searching three hundred chats and five thousand members keeps few rows in the page', async ({
  browsers,
  big,
}) => {
  const page = await browsers.open(big.demo, '/', { url: big.server.url })
  const rows = page.locator('[data-chat-row]')
  await expect(rows.first()).toBeVisible()
  await rows.first().focus()
  await page.keyboard.press('End')
  await expect(page.locator('li:focus-within')).toHaveAttribute('aria-posinset', '300')
  expect(await rows.count()).toBeLessThan(60)
  await openByName(page, largestGroup)
  await page.goto(`/c/${big.largest.id}/details`)
  const members = page.getByRole('region', { name: en.members })
  const people = members.locator('[data-person-row]')
  await expect(people.first()).toBeVisible()
  await expect(members).toContainText('5,000')
  const setSize = async () => Number(await members.getByRole('listitem').first().getAttribute('aria-setsize'))
  for (let pages = 0, before = await setSize(); pages < 4; pages++, before = await setSize()) {
    await members.getByRole('button', { name: en.loadMoreMembers }).click()
    await expect.poll(setSize).toBeGreaterThanOrEqual(before + 100)
  }
  expect(await people.count()).toBeLessThan(80)
  await members.getByRole('button', { name: en.loadMoreMembers }).scrollIntoViewIfNeeded()
  await expect(members.getByRole('listitem').last()).toHaveAttribute('aria-posinset', `${await setSize()}`)
  expect(await people.count()).toBeLessThan(80)
  await members.getByRole('searchbox').fill(`person${groupMembers - 10}`)
  await expect(people).toHaveCount(1)
})
