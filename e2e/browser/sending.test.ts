import type { ChatId } from '@parley/protocol'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { chooseFiles, fileFor, tray } from './lib/files'
import { closeLayer } from './lib/layers'
import type { Person } from './lib/people'
import { pngOf } from './lib/pictures'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** A summary of a chat's messages. */
const storedIn = async (person: Person, chatId: ChatId) =>
  (await person.call('messages.list', { chatId, limit: 100 })).messages.map(({ body }) => {
    if (body.type === 'text') return body.text
    const caption = 'caption' in body && body.caption !== undefined ? `|${body.caption}` : ''
    if (body.type === 'album') return `album ${body.items.map(({ name }) => name).join()}${caption}`
    return 'name' in body ? `${body.type} ${body.name}${caption}` : body.type
  })
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => fileFor(`${at + 1}.png`, pngOf(200 + 40 * at, 200, at)))

test('C21: ten pictures and a file are ordered, captioned and sent together with the keyboard', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const [hers, his] = [await browsers.open(alice, `/c/${chatId}`), await browsers.open(bob, `/c/${chatId}`)]
  const notes = fileFor('notes.txt', Buffer.alloc(3_000_000, 'x'), 'text/plain')
  const sheet = await chooseFiles(hers, [...numbered(11), notes])
  const rows = sheet.getByRole('listitem')
  await expect(rows).toHaveCount(12)
  await expect(rows.locator('img')).toHaveCount(11)
  await expect(sheet.getByTestId('caption')).toBeFocused()
  expect(await seriousFindings(hers)).toEqual([])
  await sheet.getByRole('button', { name: en.removePicture.replace('{name}', '11.png'), exact: true }).click()
  const handle = (name: string) => sheet.getByRole('button', { name: en.moveFile.replace('{name}', name), exact: true })
  await handle('2.png').focus()
  await hers.keyboard.press('ArrowUp')
  await expect(rows.first()).toContainText('2.png')
  await expect(handle('2.png')).toBeFocused()
  await handle('10.png').dragTo(handle('3.png'))
  await expect(rows.nth(2)).toContainText('10.png')
  await sheet.getByTestId('caption').fill('**ten** hills')
  await hers.keyboard.press('Enter')
  await expect(sheet).toHaveCount(0)
  await expect(tray(hers)).toHaveCount(0)
  const other = screenOf(his)
  const row = other.row('ten hills')
  await expect(row.locator('img[data-loaded]')).toHaveCount(10)
  await expect(row.locator('strong')).toHaveText('ten')
  await expect(other.row('notes.txt').getByRole('link')).toHaveAttribute('download', 'notes.txt')
  expect(await storedIn(bob, chatId)).toEqual([
    ...['album 2.png,1.png,10.png,3.png,4.png,5.png,6.png,7.png,8.png,9.png|**ten** hills', 'file notes.txt'],
  ])
  expect(await seriousFindings(his)).toEqual([])
  // From a picture of the album to the viewer, and back to the row.
  await row.getByRole('button', { name: en.openPictureOf.replace('{at}', '9').replace('{count}', '10') }).click()
  await expect(his.getByRole('button', { name: en.nextPicture })).toBeVisible()
  await his.keyboard.press('ArrowRight')
  await expect(his.getByTestId('viewer').locator('img[data-loaded]')).toBeVisible()
  await expect(his.getByRole('button', { name: en.nextPicture })).toHaveCount(0)
  await his.keyboard.press('Escape')
  await expect(row).toBeFocused()
  // Its menu saves all files.
  const saved: string[] = []
  his.on('download', (download) => saved.push(download.suggestedFilename()))
  await his.keyboard.press('Shift+F10')
  await his.getByRole('menuitem', { name: en.saveAll }).click()
  await expect.poll(() => saved.length, { timeout: 20_000 }).toBe(10)
  expect(saved[0]).toBe('2.webp')
})

test('[DL24] [DL63] B11: an album written offline survives a reload, and arrives once, after the texts', async ({
  browsers,
  cast,
  network,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`, { url: network.url })
  const screen = screenOf(page)
  await screen.write('0 online')
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  network.isolate()
  for (const text of ['1', '2']) await screen.write(text)
  const sheet = await chooseFiles(page, numbered(2))
  await sheet.getByTestId('caption').fill('3 caption')
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await screen.write('4')
  await expect(screen.rows).toHaveCount(5)
  await page.reload()
  await expect(screen.rows).toHaveCount(5)
  await expect(screen.row('3 caption').locator('img[src^="blob:"]')).toHaveCount(2)
  await expect(screen.row('3 caption').getByRole('button', { name: /Cancel upload/ })).toBeVisible()
  network.restore()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(5)
  expect(await storedIn(bob, chatId)).toEqual(['0 online', '1', '2', '4', 'album 1.png,2.png|3 caption'])
})

test('[DL63] a text arrives while an earlier file is still uploading, and the file follows after its upload', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.composer).toBeVisible()
  const held: (() => void)[] = []
  let holds = true
  await page.route('**/files/*', (route) => (holds ? held.push(() => void route.continue()) : route.continue()))
  const sheet = await chooseFiles(page, [fileFor('film.bin', Buffer.alloc(2_000, 'x'), 'application/octet-stream')])
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect.poll(() => held.length).toBe(1)
  await screen.write('look at this')
  await expect(screen.row('look at this')).toHaveAttribute('data-status', 'sent')
  expect(await storedIn(bob, chatId)).toEqual(['look at this'])
  // Sent messages have their place, and uploads come last.
  await expect(screen.rows.last()).toContainText('film.bin')
  holds = false
  for (const go of held) go()
  await expect(screen.row('film.bin')).toHaveAttribute('data-status', 'sent')
  expect(await storedIn(bob, chatId)).toEqual(['look at this', 'file film.bin'])
})

test('files next to a composer make their chat a draft in the list, also after a reload and in another tab', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const [chatId, otherId] = [await alice.direct(bob), await alice.direct(carol)]
  await bob.send(chatId, 'hello')
  await carol.send(otherId, 'hello')
  const context = await browsers.context(alice)
  const [page, tab] = [await context.newPage(), await context.newPage()]
  await tab.goto('/')
  await page.goto(`/c/${chatId}`)
  const screen = screenOf(page)
  await expect(await chooseFiles(page, numbered(2))).toBeVisible()
  await closeLayer(page)
  await expect(tray(page)).toHaveCount(2)
  await expect(screen.listRow(bob.name)).toContainText('hello')
  await expect(screenOf(tab).listRow(bob.name)).toContainText(`${en.draftLabel} 2 files`)
  await page.goto(`/c/${otherId}`)
  await expect(screen.listRow(bob.name)).toContainText(`${en.draftLabel} 2 files`)
  await screen.listRow(bob.name).click()
  await expect(tray(page)).toHaveCount(2)
  await page.getByTestId('send').click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  await screen.listRow(carol.name).click()
  await expect(screen.listRow(bob.name)).toContainText(en.album.other.replace('{count}', '2'))
  await expect(screenOf(tab).listRow(bob.name)).not.toContainText(en.draftLabel)
})

test('the recipient of a file sees the upload, in the list and in the chat, until the file arrives', async ({
  browsers,
  cast,
}) => {
  const { alice, bob, page, screen } = await aliceWithBob({ browsers, cast }, 'hello')
  const his = await browsers.open(bob)
  const other = screenOf(his)
  await expect(screen.composer).toBeVisible()
  await expect(other.listRow(alice.name)).toBeVisible()
  const devTools = await page.context().newCDPSession(page)
  const upload = (uploadThroughput: number) =>
    devTools.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1 },
      uploadThroughput,
    })
  await devTools.send('Network.enable')
  await upload(100_000)
  const sheet = await chooseFiles(page, [
    fileFor('film.bin', Buffer.alloc(20_000_000, 'x'), 'application/octet-stream'),
  ])
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(other.listRow(alice.name)).toContainText(en.uploadingSelf)
  await other.listRow(alice.name).click()
  await expect(his.getByTestId('chat-pane')).toContainText(en.uploadingSelf)
  await upload(-1)
  await expect(other.row('film.bin')).toBeVisible()
  await expect(his.getByText(en.uploadingSelf)).toHaveCount(0)
})

test('an upload is paused across a reload and resumed, and another is cancelled; queued messages follow', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.composer).toBeVisible()
  let held = true
  await page.route('**/files/*', (route) => (held ? undefined : route.continue()))
  const send = async (name: string) => {
    const sheet = await chooseFiles(page, [fileFor(name, Buffer.alloc(2_000, 'x'), 'application/octet-stream')])
    await sheet.getByRole('button', { name: en.send, exact: true }).click()
  }
  await send('paused.bin')
  await send('cancelled.bin')
  await screen.write('after')
  await screen
    .row('paused.bin')
    .getByRole('button', { name: /Pause upload/ })
    .click()
  await screen
    .row('cancelled.bin')
    .getByRole('button', { name: /Cancel upload/ })
    .click()
  await expect(screen.row('after')).toHaveAttribute('data-status', 'sent')
  await page.reload()
  await expect(screen.row('paused.bin')).toContainText(en.statusPaused)
  expect(await storedIn(bob, chatId)).toEqual(['after'])
  held = false
  await screen
    .row('paused.bin')
    .getByRole('button', { name: /Resume upload/ })
    .click()
  await expect(screen.row('paused.bin')).toHaveAttribute('data-status', 'sent')
  expect(await storedIn(bob, chatId)).toEqual(['after', 'file paused.bin'])
})

test("[M3] [M5] a proxy's limit is named, and one broken picture doesn't block its album and can be sent again", async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  browsers.guard.allow(/./)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  let refused = 2
  await page.route('**/files/*', (route) =>
    refused-- === 1 ? route.fulfill({ status: 413, body: '<html>413</html>' }) : route.continue(),
  )
  const sheet = await chooseFiles(page, numbered(3))
  await sheet.getByRole('button', { name: en.send, exact: true }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  const failed = page.locator('article[data-status=failed]')
  await expect(failed).toContainText(en.error_proxy_too_large)
  expect(await storedIn(bob, chatId)).toEqual(['album 1.png,3.png'])
  await failed.getByRole('button', { name: en.retrySend }).click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(2)
  expect(await storedIn(bob, chatId)).toEqual(['album 1.png,3.png', 'image 2.png'])
  await expect(screen.rows).toHaveCount(2)
})

test('B16: a picture is pasted, another dropped onto a row of the list, and both survive a reload', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const [chatId, otherId] = [await alice.direct(bob), await alice.direct(carol)]
  await carol.send(otherId, 'hello')
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.composer).toBeFocused()
  await page.evaluate(
    (data) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(data)], 'image.png', { type: 'image/png' }))
      Object.assign(window, { transfer })
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
      )
    },
    [...pngOf(60, 60)],
  )
  await expect(page.getByTestId('send-sheet')).toBeVisible()
  await page.getByTestId('caption').fill('pasted')
  await page.keyboard.press('Escape')
  await expect(tray(page)).toHaveCount(1)
  await expect(screen.composer).toHaveValue('pasted')

  const drag = (type: string, selector: string) =>
    page.evaluate(
      ([event, where]) => {
        const dataTransfer = (window as unknown as { transfer: DataTransfer }).transfer
        const target = document.querySelector(where ?? '')
        target?.dispatchEvent(new DragEvent(event ?? '', { dataTransfer, bubbles: true, cancelable: true }))
      },
      [type, selector],
    )
  await drag('dragenter', '[data-testid=chat-pane]')
  await expect(page.getByTestId('drop-overlay')).toBeVisible()
  await drag('dragleave', '[data-testid=chat-pane]')
  await drag('dragover', `[data-chat-row="${otherId}"]`)
  await drag('drop', `[data-chat-row="${otherId}"]`)
  await expect(page.getByRole('dialog', { name: en.sendTo.replace('{name}', carol.name) })).toBeVisible()
  await closeLayer(page)
  await expect(tray(page)).toHaveCount(1)
  await page.reload()
  await expect(tray(page)).toHaveCount(1)
  await expect(tray(page).locator('img')).toBeVisible()
  await screen.listRow(bob.name).click()
  await expect(tray(page)).toHaveCount(1)
  await expect(screen.composer).toHaveValue('pasted')
  await page.getByTestId('send').click()
  await expect(page.locator('article[data-status=sent]')).toHaveCount(1)
  expect(await storedIn(bob, chatId)).toEqual(['image image.png|pasted'])
  await page.reload()
  await expect(screen.rows).toHaveCount(1)
  await expect(tray(page)).toHaveCount(0)
})
