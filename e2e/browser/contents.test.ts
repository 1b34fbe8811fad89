import type { MessageBody, MessageId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import type { Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import type { Person } from './lib/people'
import { pngOf, sendPicture, uploadPicture } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'
import { recordVideo } from './lib/video'

const webm = Buffer.from('1a45dfa3934282847765626d', 'hex')
const peaks = Array.from({ length: 64 }, (_, at) => at % 32)
type Chat = Parameters<Person['send']>[0]

const sendBody = (person: Person, chatId: Chat, body: MessageBody) =>
  person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
const sendFile = async (person: Person, chatId: Chat, name: string) => {
  const announced = { kind: 'file' } as const
  const mediaId = await uploadPicture(person, Buffer.from('%PDF-1.7'), { chatId, name, ...announced })
  return sendBody(person, chatId, { type: 'file', mediaId })
}
const sendVideo = async (person: Person, chatId: Chat, { bytes, caption }: { bytes: Buffer; caption: string }) => {
  const announced = { kind: 'video', width: 320, height: 180, durationMs: 1_000 } as const
  const mediaId = await uploadPicture(person, bytes, { chatId, name: 'sea.webm', ...announced })
  return sendBody(person, chatId, { type: 'video', mediaId, caption })
}
const sendVoice = async (person: Person, chatId: Chat) => {
  const announced = { kind: 'voice', durationMs: 3_000, peaks, mime: 'audio/webm;codecs=opus' } as const
  const mediaId = await uploadPicture(person, webm, { chatId, name: 'voice.webm', ...announced })
  return sendBody(person, chatId, { type: 'voice', mediaId })
}
const sendAlbum = async (person: Person, chatId: Chat, hues: readonly number[]) => {
  const items = hues.map((hue) => uploadPicture(person, pngOf(400, 300, hue), { chatId, name: `${hue}.png` }))
  return sendBody(person, chatId, { type: 'album', items: await Promise.all(items), caption: 'the album' })
}
const tab = (page: Page, name: string) => page.getByRole('tab', { name })

test("the details list a chat's media, files and links by kind, and stay up to date", async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const panel = page.getByTestId('contents').getByRole('tabpanel')
  await page.getByRole('button', { name: en.contents }).click()
  await expect(panel).toContainText(en.noMediaTitle)
  expect(await seriousFindings(page)).toEqual([])

  const picture = await sendPicture(bob, chatId, { caption: 'hills' })
  await sendAlbum(bob, chatId, [1, 2, 3])
  await sendVideo(bob, chatId, { bytes: webm, caption: 'broken' })
  const plan = await sendFile(bob, chatId, 'plan.pdf')
  await sendFile(bob, chatId, 'notes.pdf')
  await sendVoice(bob, chatId)
  await bob.send(chatId, 'see https://example.com/early')
  await bob.sendMany(
    chatId,
    Array.from({ length: 130 }, (_, at) => `https://example.com/${at}`),
  )
  const cells = panel.getByRole('button')
  await expect(cells).toHaveCount(5)
  await bob.call('messages.retract', { chatId, id: picture.id })
  await expect(cells).toHaveCount(4)

  // The arrow keys move between the tabs.
  await tab(page, en.contentsMedia).focus()
  await page.keyboard.press('ArrowRight')
  await expect(tab(page, en.contentsFiles)).toBeFocused()
  const files = panel.getByRole('link')
  await expect(files).toHaveCount(2)
  await expect(panel.getByRole('link', { name: /^notes\.pdf/ })).toHaveAttribute('href', /./)
  const coming = page.waitForEvent('download')
  await files.first().click()
  expect((await coming).suggestedFilename()).toBe('notes.pdf')
  await alice.call('messages.hide', { chatId, ids: [plan.id] })
  await expect(files).toHaveCount(1)
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Tab')
  await tab(page, en.contentsFiles).press('End')
  await expect(panel.getByRole('link').first()).toHaveAttribute('href', /example\.com/)
  expect(await panel.getByRole('link').count(), 'rows that are there at once').toBeLessThan(40)

  // Scrolling loads older pages, and a row opens its message.
  const last = page.getByRole('link', { name: 'example.com/early' })
  await expect(async () => {
    await panel.locator('[data-scroller]').evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await expect(last).toBeVisible({ timeout: 200 })
  }).toPass()
  const row = panel.getByRole('listitem').filter({ has: last })
  await row.getByRole('button', { name: en.showInChat }).click()
  await expect(screenOf(page).row(/see .*early/)).toBeInViewport()
  await page.goBack()
  await expect(tab(page, en.contentsLinks)).toHaveAttribute('aria-selected', 'true')
})

test('the description of a group is above the link to its media', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const { id: chatId } = await alice.group('Hikers', [])
  await alice.call('groups.update', { chatId, about: 'We walk on Sundays.' })
  const page = await browsers.open(alice, `/c/${chatId}/details`)
  const topOf = async (text: string) => (await page.getByText(text, { exact: true }).boundingBox())?.y ?? 0
  await expect(page.getByRole('button', { name: en.contents })).toBeVisible()
  await expect(page.getByText('We walk on Sundays.')).toBeVisible()
  expect(await topOf('We walk on Sundays.')).toBeLessThan(await topOf(en.contents))
  expect(await topOf(en.contents)).toBeLessThan(await topOf(en.addPeople))
})

test('C22: the viewer pages through videos and albums, too', async ({ browsers, cast }) => {
  const { bob, chatId, page, screen } = await aliceWithBob({ browsers, cast }, 'the beginning')
  await sendVideo(bob, chatId, { bytes: await recordVideo(page), caption: 'plays' })
  await bob.sendMany(
    chatId,
    Array.from({ length: 70 }, (_, at) => `${at}`),
  )
  await sendAlbum(bob, chatId, [1, 2])
  await sendVideo(bob, chatId, { bytes: webm, caption: 'broken' })
  await page.goto(`/c/${chatId}/media`)
  const viewer = page.getByTestId('viewer')
  const cells = page.getByTestId('contents').getByRole('tabpanel').getByRole('button')
  await expect(cells).toHaveCount(4)
  await cells.first().click()
  await expect(viewer).toContainText('broken')
  await viewer.getByRole('button', { name: /^Play video/ }).click()
  await expect(viewer).toContainText(en.cannotPlay)
  await expect(viewer.getByRole('link', { name: en.downloadPicture })).toHaveCount(2)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: en.previousPicture }).click()
  await expect(viewer).toContainText('the album')
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('the album')
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('plays')
  await expect(page.getByRole('button', { name: en.previousPicture })).toHaveCount(0)
  await viewer.getByRole('button', { name: /^Play video/ }).click()
  await expect
    .poll(() => viewer.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime))
    .toBeGreaterThan(0)
  // Back to the newest item, and then to the chat.
  for (let at = 0; at < 3; at++) await page.getByRole('button', { name: en.nextPicture }).click()
  await expect(viewer).toContainText('broken')
  await expect(page.getByRole('button', { name: en.nextPicture })).toHaveCount(0)
  for (let at = 0; at < 3; at++) await page.getByRole('button', { name: en.previousPicture }).click()
  await viewer.getByRole('button', { name: en.showInChat }).click()
  await expect(viewer).toHaveCount(0)
  await expect(screen.row('plays')).toBeInViewport()
})
