import { en } from './lib/catalogs'
import { type ParleyServer, startParley } from './lib/parley-server'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

let server: ParleyServer
test.beforeAll(async ({ settings }) => {
  server = await startParley(settings, undefined, ['serve', '--demo'])
})
test.afterAll(() => server.stop())

test('you sign in as a person of the demo with one press, and the form does not move when they appear', async ({
  browsers,
}) => {
  const context = await browsers.context(undefined, { url: server.url })
  const page = await context.newPage()
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/accounts.policy', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/')
  const field = page.getByLabel(en.loginName, { exact: true })
  await expect(page.locator('[data-waiting]')).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  answer()
  await expect(field).toBeVisible()
  const before = await field.boundingBox()
  const demo = page.getByTestId('demo')
  await expect(demo).toBeVisible()
  expect(await field.boundingBox()).toEqual(before)

  await demo.getByRole('button', { name: 'demo' }).press('Enter')
  await expect(screenOf(page).listRow('Cabin weekend')).toBeVisible()
})

test('the demo shows typical activity', async ({ browsers }) => {
  const page = await browsers.open(undefined, '/', { url: server.url })
  await page.getByTestId('demo').getByRole('button', { name: 'demo' }).click()
  const screen = screenOf(page)
  await expect(screen.listRow('Sofia Lindqvist')).toContainText(en.draftLabel)
  await expect(screen.listRow('Jonas').locator('img')).toBeVisible()
  await screen.listRow('Sofia Lindqvist').click()
  await expect(screen.row('my favourites').locator('img').first()).toBeVisible()
  await screen.listRow('Jonas').click()
  await expect(screen.pane.getByRole('button', { name: 'Play voice message' })).toBeVisible()
  await screen.listRow('Cabin weekend').click()
  await expect(screen.pane.getByText('The sheet is final')).toBeVisible()
})
