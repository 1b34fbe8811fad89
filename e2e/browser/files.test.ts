import type { MediaId, MessageId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { en } from './lib/catalogs'
import { chooseFiles, fileFor, tray } from './lib/files'
import { pngOf, sendPicture, uploadPicture } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'
import { recordVideo } from './lib/video'

test('[M7] a picture sent as a file arrives byte for byte, and HEIC and SVG are always sent as files', async ({
  browsers,
  cast,
}) => {
  const { bob, chatId, page } = await aliceWithBob({ browsers, cast })
  browsers.guard.allow(/blob:/)
  const original = pngOf(300, 200, 3)
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
  const sheet = await chooseFiles(page, [
    ...[fileFor('hills.png', original), fileFor('drawing.svg', drawing, 'image/svg+xml')],
    ...[fileFor('phone.heic', heic, 'image/heic'), fileFor('empty.txt', Buffer.alloc(0), 'text/plain')],
  ])
  await expect(page.getByText(en.fileEmpty.replace('{name}', 'empty.txt'))).toBeVisible()
  await expect(sheet.getByRole('listitem')).toHaveCount(3)
  await expect(sheet.getByRole('listitem').filter({ hasText: 'phone.heic' })).toContainText(`${en.pictureAsFile} ·`)
  await sheet.getByRole('switch', { name: en.sendAsFiles }).check()
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(3)
  const { messages } = await bob.call('messages.list', { chatId, limit: 10 })
  expect(messages.map(({ body }) => body.type)).toEqual(['file', 'file', 'file'])
  const [first] = messages
  const mediaId = first?.body.type === 'file' ? first.body.mediaId : ('' as MediaId)
  const { media } = await bob.call('media.get', { shown: [{ mediaId, chatId, messageId: first?.id as MessageId }] })
  const kept = await page.request.get(media[0]?.path ?? '')
  expect((await kept.body()).equals(original)).toBe(true)
})

test('[M2] a video is sent with a poster and plays in the chat, and an unplayable video is offered for download', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const [hers, his] = [await browsers.open(alice, `/c/${chatId}`), await browsers.open(bob, `/c/${chatId}`)]
  const film = await recordVideo(hers)
  const sheet = await chooseFiles(hers, [fileFor('film.webm', film, 'video/webm')])
  await expect(sheet.getByRole('listitem')).toContainText(`${en.video} ·`)
  await expect(sheet.locator('img')).toBeVisible()
  await sheet.getByTestId('caption').fill('it moves')
  await hers.keyboard.press('Enter')
  const row = screenOf(his).row('it moves')
  await expect(row.locator('img[data-loaded]')).toBeVisible()
  const [message] = (await bob.call('messages.list', { chatId, limit: 1 })).messages
  expect(message?.body).toMatchObject({ type: 'video', width: 320, height: 180 })
  expect(message?.body.type === 'video' && message.body.durationMs).toBeGreaterThan(300)
  const before = await row.boundingBox()
  await row.focus()
  await his.keyboard.press('Enter')
  const video = row.locator('video')
  await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.currentTime)).toBeGreaterThan(0)
  await expect(video).toBeFocused()
  expect((await row.boundingBox())?.height).toBe(before?.height)
  await his.keyboard.press('Escape')
  await expect(row).toBeFocused()

  browsers.guard.allow(/./)
  const broken = Buffer.concat([film.subarray(0, 64), Buffer.alloc(500, 1)])
  const facts = { width: 320, height: 180, durationMs: 900 }
  const mediaId = await uploadPicture(alice, broken, { name: 'odd.webm', chatId, kind: 'video', ...facts })
  const body = { type: 'video' as const, mediaId, caption: 'it is odd' }
  await alice.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
  const odd = screenOf(his).row('it is odd')
  await odd.getByRole('button', { name: /^Play video/ }).click()
  await expect(odd.getByText(en.cannotPlay)).toBeVisible()
  await expect(odd.getByRole('link', { name: en.downloadPicture })).toHaveAttribute('download', 'odd.webm')
})

test('[M2] a video that some browsers cannot play is converted to H.264 in MP4, with the index first, unless it goes as a file', async ({
  browsers,
  cast,
}) => {
  const { bob, chatId, page } = await aliceWithBob({ browsers, cast })
  const film = await recordVideo(page, { width: 1_080, height: 1_440, mimeType: 'video/mp4;codecs=av01.0.08M.08' })
  expect(film.includes('av01')).toBe(true)
  const sent = async () => {
    const [message] = (await bob.call('messages.list', { chatId, limit: 1 })).messages
    const mediaId = message?.body.type === 'file' || message?.body.type === 'video' ? message.body.mediaId : undefined
    const shown = [{ mediaId: mediaId as MediaId, chatId, messageId: message?.id as MessageId }]
    const { media } = await bob.call('media.get', { shown })
    const bytes = await (await page.request.get(media[0]?.path ?? '')).body()
    return { body: message?.body, bytes, path: media[0]?.path }
  }
  const sheet = await chooseFiles(page, [fileFor('film.mov', film, 'video/mp4')])
  await expect(sheet.getByRole('listitem')).toContainText(`${en.video} ·`)
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  const converted = await sent()
  expect(converted.body).toMatchObject({ type: 'video', width: 720, height: 960 })
  expect(converted.path).toMatch(/type=video%2Fmp4&name=film\.mp4&/)
  expect([converted.bytes.includes('avc1'), converted.bytes.includes('av01')]).toEqual([true, false])
  expect(converted.bytes.indexOf('moov')).toBeLessThan(converted.bytes.indexOf('mdat'))

  await chooseFiles(page, [fileFor('film.mov', film, 'video/mp4')])
  await sheet.getByRole('switch', { name: en.sendAsFiles }).check()
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(2)
  expect((await sent()).bytes.equals(film)).toBe(true)
})

test('B20: hostile file names stay text, without the direction marks in them', async ({ browsers, cast }) => {
  const { bob, chatId, page } = await aliceWithBob({ browsers, cast })
  const names = ['"><img src=x onerror=alert(1)>.pdf', 'evil\u200ffdp.exe', '..%2f..%2fetc', `${'z'.repeat(240)}.pdf`]
  const sheet = await chooseFiles(page, [
    ...names.map((name) => fileFor(name, Buffer.from('x'), 'text/html')),
    fileFor('turned\u202egnp.exe', Buffer.from('x'), 'image/png'),
  ])
  await expect(sheet).toContainText('evilfdp.exe')
  await sheet.getByTestId('caption').fill('<script>alert(1)</script>')
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(5)
  const stored = (await bob.call('messages.list', { chatId, limit: 10 })).messages.map(({ body }) =>
    body.type === 'file' ? body.name : body.type,
  )
  expect(stored).toEqual([...names.map((name) => name.replace('\u200f', '')), 'turned gnp.exe'])
  const viewport = page.getByTestId('viewport')
  await expect(viewport).toContainText('evilfdp.exe')
  await expect(viewport.locator('img')).toHaveCount(0)
  const widths = await viewport.evaluate((view) => [view.scrollWidth, view.clientWidth])
  expect(widths[0]).toBe(widths[1])
})

test('[M12] with automatic downloads off nothing loads by itself, and one press loads it', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendPicture(bob, chatId, { bytes: pngOf(300, 200, 1), caption: 'hills' })
  const page = await browsers.open(alice, '/settings')
  await page.getByRole('group', { name: en.loadsPictures }).getByText(en.loadsNever, { exact: true }).click()
  const asked: string[] = []
  page.on('request', (request) => void (request.url().includes('/media/') && asked.push(request.url())))
  const screen = screenOf(page)
  await screen.listRow(bob.name).click()
  const row = screen.row('hills')
  await expect(row.getByRole('button', { name: /^Load photo/ })).toBeVisible()
  await page.reload()
  await expect(row.getByRole('button', { name: /^Load photo/ })).toBeVisible()
  expect(asked).toEqual([])
  await row.focus()
  await page.keyboard.press('Enter')
  await expect(row.locator('img[data-loaded]')).toBeVisible()
  await expect(tray(page)).toHaveCount(0)
})
