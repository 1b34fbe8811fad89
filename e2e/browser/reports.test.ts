import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { pngOf, sendPicture } from './lib/pictures'
import { screenOf } from './lib/screen'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly BrowserOptions[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

test('people report with the keyboard and are offered to block, and administrators see the deleted picture and decide, in both languages', async ({
  browsers,
  settings,
}) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const carol = await Person.register(server.url, { username: 'carol', name: 'Carol' })
  for (const look of looks) {
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const bob = await Person.register(server.url, { username: `bob_${look.language}`, name: 'Bob' })
    const chatId = await bob.befriend(carol)
    const said = await sendPicture(bob, chatId, { bytes: pngOf(320, 240), caption: 'buy these boats' })

    const adminPage = await browsers.open(grace, '/admin', { ...look, url: server.url })
    await expect(adminPage.getByText(words.noOpenReports)).toBeVisible()

    const page = await browsers.open(carol, `/c/${chatId}`, { ...look, url: server.url })
    const row = screenOf(page).row('buy these boats')
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: words.reportMessage }).press('Enter')
    const dialog = page.getByRole('dialog', { name: words.reportMessageTitle })
    await expect(dialog).toContainText(words.reportGoesToDirect)
    expect(await seriousFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: words.reportSend }).press('Enter')
    await expect(dialog.getByRole('alert')).toContainText(words.reportReasonMissing)
    await dialog.getByRole('radio', { name: words.reportReason_spam }).press('Space')
    await dialog.getByLabel(words.reportNote).fill('Every day the same boats')
    await dialog.getByRole('button', { name: words.reportSend }).press('Enter')
    const thanks = page.getByRole('dialog', { name: words.reportThanks })
    await expect(thanks).toBeVisible()
    await thanks.getByRole('button', { name: words.reportBlock.replace('{name}', 'Bob') }).press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: words.blockPerson, exact: true }).press('Enter')
    await expect(page.getByRole('alertdialog')).toBeHidden()
    await bob.call('messages.retract', { chatId, id: said.id })

    const card = adminPage.locator('[data-report]')
    await expect(card).toContainText('buy these boats')
    await expect(card).toContainText('Every day the same boats')
    await expect(card).toContainText(words.reportedInDirect)
    await card.locator('[data-held-message]').getByRole('button').press('Enter')
    const picture = card.getByRole('img', { name: 'hills.png' })
    await expect(picture).toBeVisible()
    expect(await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBe(320)
    expect(await seriousFindings(adminPage)).toEqual([])
    await card.getByRole('button', { name: words.reportAct_disable }).press('Enter')
    await expect(card.getByRole('button', { name: words.cancel })).toBeFocused()
    await card.getByRole('button', { name: words.cancel }).press('Enter')
    await expect(card.getByRole('button', { name: words.reportAct_disable })).toBeFocused()
    await card.getByRole('button', { name: words.reportAct_disable }).press('Enter')
    await card.getByRole('button', { name: words.reportAct_disable }).press('Enter')
    await expect(card).toHaveCount(0)
    expect(await adminPage.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await adminPage.getByRole('radio', { name: words.reportsEnded }).press('Space')
    await expect(card.first()).toContainText(words.reportEnded_disable)
    await browsers.close()
  }
  await server.stop()
})

test('the owner of a group sees the number of reports live and decides in the details', async ({ browsers, cast }) => {
  const [owner, bob, carol] = await cast('owner', 'bob', 'carol')
  const { id: chatId } = await owner.group('Picnic', [bob, carol])
  const said = await bob.send(chatId, 'buy boats')
  const page = await browsers.open(owner, `/c/${chatId}`)
  await page.getByTestId('chat-details').click()
  const entry = page.getByRole('button', { name: new RegExp(`^${en.reports}`) })
  await expect(entry).toHaveText(en.reports)
  await carol.call('reports.create', { message: { chatId, id: said.id }, reason: 'spam', note: 'Boats again' })
  await expect(entry).toHaveText(`${en.reports}1`)
  await entry.click()
  const dialog = page.getByRole('dialog', { name: en.reports })
  const card = dialog.locator('[data-report]')
  await expect(card).toContainText('buy boats')
  await expect(card).toContainText('Boats again')
  await expect(card).not.toContainText('Carol')
  await expect(card.getByRole('button', { name: en.reportAct_disable })).toHaveCount(0)
  await card.getByRole('button', { name: en.reportAct_mute }).click()
  await card.getByRole('radio', { name: '1 day' }).press('Space')
  await card.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(card).toHaveCount(0)
  await expect(page.getByText(en.reportEndedToast.replace('{act}', en.reportEnded_mute))).toBeVisible()
  await dialog.getByRole('radio', { name: en.reportsEnded }).press('Space')
  await expect(card).toContainText(`${en.reportEnded_mute} (1 day)`)
  await page.keyboard.press('Escape')
  await expect(entry).toHaveText(en.reports)
})
