import { type ChatId, type MediaId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

const announce = (person: Person, chatId: ChatId, size: number) =>
  person.call('media.create', { id: newUuidV7() as MediaId, chatId, kind: 'file', name: 'plan.pdf', size })

test('administrators see the largest storage, the nodes and the mails, and reach each section by a link or an address', async ({
  browsers,
  settings,
}) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const bob = await Person.register(server.url, { username: 'bob', name: 'Bob' })
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: 'Secret boats', userIds: [] })
  await announce(bob, group, 2_000_000)
  await announce(grace, WORLD_CHAT_ID as ChatId, 1_000_000)
  for (const look of looks) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const page = await browsers.open(grace, '/admin#nodes', { ...look, url: server.url })
    const nodes = page.getByRole('list', { name: words.nodes }).getByRole('listitem')
    await expect(nodes).toHaveCount(1)
    await expect(nodes).toBeInViewport()
    await expect(page.getByTestId('mail-health')).toContainText(words.mailSent.other.replace('{count}', '0'))

    const links = page.getByRole('navigation', { name: words.adminSections })
    await expect(links).toBeInViewport()
    await links.getByRole('link', { name: words.adminStorage }).press('Enter')
    await expect(page).toHaveURL(/\/admin#storage$/)
    const largest = page.getByRole('list', { name: words.storageLargest }).getByRole('listitem')
    await expect(largest).toHaveText([/Bob.*2 MB/, /Grace.*1 MB/])
    await expect(page.getByRole('heading', { name: words.adminStorage })).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Tab')
    await expect(page.getByRole('radio', { name: words.storageByPeople })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(largest).toHaveText([/…[0-9a-f]{8}10 MB/, new RegExp(`${words.world}.*1 MB`)])
    await expect(page.getByText('Secret boats')).toHaveCount(0)
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await browsers.close()
  }
  await server.stop()
})
