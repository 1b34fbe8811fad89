import { type ChatId, type MessageId, WORLD_CHAT_ID } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { callHttp, proven } from '../lib/people'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person, password } from './lib/people'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly (BrowserOptions & { readonly network: string })[] = [
  { language: 'en', theme: 'light', context: devices.desktop, network: '203.0.113' },
  { language: 'zh', theme: 'dark', context: devices.smallPhone, network: '198.51.100' },
]
const world = WORLD_CHAT_ID as ChatId

/** Signs up through a proxy, and writes two messages into the world. */
const spam = async (url: string, username: string, address: string): Promise<void> => {
  const params = await proven(url, { username, name: `Best Offers ${username}`, password })
  const response = await fetch(`${url}/api/accounts.register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(params),
  })
  const { session } = (await response.json()) as { readonly session: { readonly token: string } }
  for (const text of ['Cheap watches', 'Call now'])
    await callHttp(url, {
      method: 'messages.send',
      params: { id: newUuidV7() as MessageId, chatId: world, body: { type: 'text', text } },
      token: session.token,
    })
}

const textsIn = async (person: Person): Promise<string[]> =>
  (await person.call('messages.list', { chatId: world })).messages.map(({ body }) =>
    body.type === 'text' ? body.text : body.type,
  )

test('administrators clean up a spam wave with the keyboard, block its network and undo it, in both languages', async ({
  browsers,
  settings,
}) => {
  const server = await startParley({ ...settings, PARLEY_TRUST_PROXY: '1' })
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  for (const [at, { network, ...look }] of looks.entries()) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const counted = (text: { readonly other: string; readonly one?: string }, count: number) =>
      ((count === 1 ? text.one : undefined) ?? text.other).replace('{count}', `${count}`)
    const totals = (accounts: number, messages: number) =>
      [
        counted(words.waveAccountsCount, accounts),
        counted(words.waveMessagesCount, messages),
        counted(words.waveChatsCount, 1),
      ].join(' · ')
    const before = await textsIn(grace)
    for (const host of [1, 2]) await spam(server.url, `offer_${look.language}${host}`, `${network}.${host}`)

    const page = await browsers.open(grace, '/admin', { ...look, url: server.url })
    const sectionOf = (title: string) =>
      page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
    const people = sectionOf(words.adminPeople)
    await people.getByLabel(words.networkAddress).fill(`${network}.2`)
    await expect(people.locator('[data-account]')).toHaveCount(1)
    await expect(people.locator('[data-account]')).toContainText(`${network}.2`)

    const section = sectionOf(words.waveTitle)
    await section.getByLabel(words.networkAddress).fill(`${network}.0/24`)
    await section.getByLabel(words.networkAddress).press('Enter')
    const shown = section.locator('[data-wave-totals]')
    await expect(shown).toHaveText(totals(2, 4))
    const box = section.getByRole('checkbox').first()
    await box.press('Space')
    await expect(shown).toHaveText(totals(1, 2))
    await box.press('Space')
    await expect(shown).toHaveText(totals(2, 4))
    await section.getByRole('switch').press('Space')
    expect(await seriousFindings(page)).toEqual([])
    await section.getByRole('button', { name: counted(words.waveClean, 2) }).press('Enter')
    await expect(section.locator('[data-wave=cleaned]')).toBeVisible({ timeout: 60_000 })
    expect((await textsIn(grace)).slice(before.length)).toEqual(Array.from({ length: 4 }, () => 'retracted'))
    const bans = sectionOf(words.networkBans)
    await expect(bans.locator(`[data-network="${network}.0/24"]`)).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])

    await section.getByRole('button', { name: words.waveUndo, exact: true }).press('Enter')
    // The wave of the first look is in the list, too.
    await expect(section.locator('[data-wave=undone]')).toHaveCount(at + 1, { timeout: 60_000 })
    expect((await textsIn(grace)).slice(before.length)).toEqual([1, 2].flatMap(() => ['Cheap watches', 'Call now']))
    const unblock = words.networkUnblockOf.replace('{network}', `${network}.0/24`)
    await bans.getByRole('button', { name: unblock }).press('Enter')
    await expect(bans.locator('[data-network]')).toHaveCount(0)
    await bans.getByLabel(words.networkAddress).fill('127.0.0.1')
    await bans.getByLabel(words.networkAddress).press('Enter')
    await expect(bans.getByText(words.networkOwn)).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await browsers.close()
  }
  await server.stop()
})
