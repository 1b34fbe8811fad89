import type { Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { password } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const editor = (page: Page) => page.getByTestId('docs-editor')
const answer = (page: Page) => page.getByTestId('docs-answer')
const press = (page: Page) => page.getByRole('button', { name: en.docsRun, exact: true }).click()
const entries = (page: Page) => page.locator('[data-entry]')

/** Changes the parameters in the editor. */
const change = async (page: Page, changes: object) => {
  const params = JSON.parse(await editor(page).inputValue()) as object
  await editor(page).fill(JSON.stringify({ ...params, ...changes }))
}

test('a method is found by search with the keyboard and called for real, and its message appears in another browser', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const his = screenOf(await browsers.open(bob, `/c/${chatId}`))
  const page = await browsers.open(alice, '/docs')
  await expect(page.getByRole('heading', { level: 1, name: en.docsStart })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.type('send')
  await expect(entries(page).first()).toHaveText('messages.send')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/docs\/messages\.send$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('messages.send')
  await expect(page.getByRole('table', { name: en.docsParams })).toContainText('replyTo')

  await change(page, { chatId, body: { type: 'text', text: 'sent from the docs' } })
  await editor(page).press('Control+Enter')
  await expect(answer(page)).toContainText('HTTP 200')
  await expect(his.row('sent from the docs')).toBeVisible()
})

test('the log shows events as they happen, and calls use the same connection', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, '/docs/messages.send')
  await page.getByText(en.docsSocket, { exact: true }).first().click()
  await page.getByRole('button', { name: en.docsConnect }).click()
  await expect(page.getByText(en.docsConnected, { exact: true })).toBeVisible()
  const log = page.getByTestId('docs-log')
  await bob.send(chatId, 'do you see me?')
  // Her other chats may change as well, and text is in the page only while an entry is expanded.
  const events = log.getByRole('listitem').filter({ hasText: 'chat.delta' })
  await events.locator('summary').first().click()
  await expect(async () => {
    await events.locator('details').evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true
    })
    await expect(events.filter({ hasText: 'do you see me?' })).toHaveCount(1, { timeout: 1_000 })
  }).toPass()

  await change(page, { chatId, body: { type: 'text', text: 'I do' } })
  await press(page)
  await expect(answer(page)).toContainText(en.docsOk)
  await expect(log.getByRole('listitem').filter({ hasText: 'messages.send' })).toHaveCount(2)
  expect(await bob.texts(chatId)).toContain('I do')
  await page.getByRole('button', { name: en.docsDisconnect }).click()
  await expect(log).toContainText(en.docsLogClosed)
})

test('errors are explained in words: invalid JSON, a refusal, and the name of the wrong field', async ({
  browsers,
  cast,
}) => {
  browsers.guard.allow(/status of 40[04]/)
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/docs/messages.pin')
  await editor(page).fill('{"chatId": ')
  await press(page)
  await expect(page.getByRole('alert')).toContainText(en.docsBadJson.split('{')[0] ?? '')
  await expect(answer(page)).toBeHidden()

  await page.getByRole('button', { name: en.docsReset }).click()
  await press(page)
  await expect(answer(page)).toContainText('not_found')
  await expect(answer(page)).toContainText(en.error_not_found)
  await change(page, { pinned: 'yes' })
  await press(page)
  await expect(answer(page)).toContainText('invalid_params')
  await expect(answer(page)).toContainText(en.docsField.replace('{field}', 'pinned'))
})

test('irreversible calls need a confirmation', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const { id: chatId } = await alice.group('Short-lived', [])
  const page = await browsers.open(alice, '/docs/groups.dissolve')
  await expect(page.getByText(en.docsFinal, { exact: true })).toBeVisible()
  await change(page, { chatId })
  await press(page)
  await page.getByRole('button', { name: en.cancel }).click()
  const dissolved = async () => (await alice.call('sync.pull', {})).chats.find(({ chat }) => chat?.id === chatId)?.chat
  expect((await dissolved())?.dissolvedAt).toBeUndefined()
  await press(page)
  await page.getByRole('button', { name: en.docsRunAnyway }).click()
  await expect(answer(page)).toContainText('dissolvedAt')
})

test('a stranger calls public methods, signs in, and returns to the same page', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(undefined, '/docs/accounts.policy')
  await press(page)
  await expect(answer(page)).toContainText('registration')
  await page.goto('/docs/messages.list')
  await expect(page.getByRole('note')).toContainText(en.docsSignedOut)
  await page.getByRole('note').getByRole('link', { name: en.docsSignIn }).click()
  await page.getByLabel(en.username).fill(alice.username)
  await page.getByLabel(en.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.signIn }).click()
  await expect(page).toHaveURL(/\/docs\/messages\.list$/)
  await expect(page.getByText(en.docsSignedInAs.replace('{name}', alice.name))).toBeVisible()
  await press(page)
  await expect(answer(page)).toContainText('HTTP 200')
})

test('the settings link to the docs, and an unknown address shows a message', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/settings')
  await page.getByRole('link', { name: en.apiDocs }).click()
  await expect(page).toHaveURL(/\/docs$/)
  await page.goto('/docs/groups.leave')
  await page.getByRole('link', { name: 'transfer_first' }).last().click()
  await expect(page).toHaveURL(/#transfer_first$/)
  await page.goto('/docs/messages.sned')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.docsNoPage.replace('{name}', 'messages.sned'))
})

const pages = ['', '/messages.send', '/chat.delta', '/Message', '/errors', '/limits', '/groups.dissolve']

for (const [theme, language] of [
  ['light', 'en'],
  ['dark', 'zh'],
] as const)
  test(`axe finds no problems on any kind of page, ${theme}, ${language}`, async ({ browsers, cast }) => {
    const [alice] = await cast('alice')
    for (const [who, context] of [
      [alice, devices.desktop],
      [undefined, devices.smallPhone],
    ] as const) {
      const page = await browsers.open(who, '/docs', { theme, language, context })
      for (const path of pages) {
        await page.goto(`/docs${path}`)
        await expect(page.locator('h1, [data-entry]').filter({ visible: true }).first()).toBeVisible()
        expect(await seriousFindings(page), `/docs${path}`).toEqual([])
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(wide, `/docs${path} is not wider than the window`).toBeLessThanOrEqual(0)
      }
      await page.close()
    }
  })

test('on a phone the list and the method are separate pages', async ({ browsers }) => {
  const page = await browsers.open(undefined, '/docs', { language: 'zh', context: devices.smallPhone })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(zh.docsStart)
  await expect(page.getByRole('searchbox')).toBeHidden()
  await page.getByRole('link', { name: zh.docsList }).tap()
  await page.getByRole('searchbox').fill('policy')
  await page.getByRole('link', { name: 'accounts.policy' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('accounts.policy')
  await expect(page.getByRole('searchbox')).toBeHidden()
  await page.getByRole('button', { name: zh.docsRun, exact: true }).tap()
  await expect(answer(page)).toContainText(zh.docsOk)
  await page.getByRole('link', { name: zh.docsList }).tap()
  await expect(page.getByRole('searchbox')).toHaveValue('policy')
})
