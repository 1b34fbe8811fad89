import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

const world = `/c/${WORLD_CHAT_ID}`

test('administrators set limits and words, and the composers of floods and new accounts say why they wait', async ({
  browsers,
  ownServer,
}) => {
  const { url, setupCode: setup = '' } = ownServer
  const admin = await Person.register(url, { username: 'grace', name: 'Grace', setup })
  const bob = await Person.register(url, { username: 'bob', name: 'Bob' })
  const limits = { ...defaultSendingLimits, floodMessages: 0 }
  await admin.call('admin.setLimits', { limits })
  const bobPage = await browsers.open(bob, world, { url })
  const screen = screenOf(bobPage)
  const composer = bobPage.getByTestId('composer')
  await composer.fill('see https://a.example')
  await expect(bobPage.getByTestId('newcomer-hint')).toBeVisible()
  await composer.fill('no link')
  await expect(bobPage.getByTestId('newcomer-hint')).toHaveCount(0)
  await screen.write('no link')
  await expect(screen.row('no link')).toBeVisible()

  const page = await browsers.open(admin, '/admin', { url })
  const section = (title: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
  await section(en.words).getByLabel(en.wordsList).fill('kite\nbig sale')
  await section(en.words).getByLabel(en.wordsTry).fill('A KITE flies')
  await expect(section(en.words)).toContainText('kite')
  const patterns = section(en.words).getByLabel(en.patternsList)
  const save = section(en.words).getByRole('button', { name: en.wordsSave })
  await patterns.fill('b(oat')
  await expect(section(en.words)).toContainText('Check character 2')
  expect(await seriousFindings(page)).toEqual([])
  await save.click()
  await expect(page.getByText('Check character 2')).toHaveCount(2)
  await patterns.fill('b[o0]at')
  await section(en.words).getByLabel(en.wordsTry).fill('A B0AT')
  await expect(section(en.words)).toContainText('b[o0]at')
  await save.click()
  await expect(page.getByText(en.wordsSaved)).toBeVisible()
  await section(en.limits).getByLabel(en.floodMessages).fill('3')
  await section(en.limits).getByLabel(en.floodMutes).fill('0.1')
  await section(en.limits).getByRole('button', { name: en.limitsSave }).click()
  await expect(page.getByText(en.limitsSaved)).toBeVisible()

  await screen.write('my b0at')
  await expect(bobPage.getByText(en.error_word_refused)).toBeVisible()
  for (let at = 0; at < 7; at++) await bob.send(WORLD_CHAT_ID, `flood ${at}`).catch(() => undefined)
  await expect(bobPage.getByTestId('composer-notice')).toContainText('many messages')
  await expect(composer).toBeVisible()
})
