import { chooseFiles, fileFor as png, tray } from './files'
import type { GalleryTools } from './gallery-messages'
import { closeLayer } from './layers'
import { pngOf, sendPicture, setAvatar } from './pictures'
import { expect } from './test'

/** Pictures in bubbles and flat rows, before and during their upload, and in the viewer; and avatars. */
export const pictures = async (gallery: GalleryTools): Promise<void> => {
  const { words, stage, onPhone } = gallery
  const { alice, constantine } = stage
  const { id: chatId } = await alice.group(`Hills ${words.picture}`, [constantine])
  await setAvatar(constantine, 5)
  await sendPicture(constantine, chatId, { bytes: pngOf(900, 600, 1) })
  await sendPicture(constantine, chatId, {
    bytes: pngOf(240, 900, 2),
    caption: 'A **high** one, with words under it 还有中文',
  })
  const first = await constantine.send(chatId, 'And what do you think of it?')
  await sendPicture(alice, chatId, { bytes: pngOf(1200, 300, 3) })
  await sendPicture(alice, chatId, {
    bytes: pngOf(48, 48, 4),
    caption: 'A small one, and more words than would fit beside it',
  })
  await alice.answer(chatId, 'Both.', first)
  const page = await gallery.open(alice, `/c/${chatId}`)
  const rows = page.getByTestId('viewport').locator('article')
  await expect(rows.last()).toContainText('Both.')
  await expect(rows.filter({ hasText: 'A small one' }).locator('img[data-loaded]')).toBeVisible()
  await gallery.show(page, 'pictures')
  await page.route('**/files/*', () => {
    // The upload never ends.
  })
  const sheet = await chooseFiles(page, [png('a.png', pngOf(500, 300, 6)), png('b.png', pngOf(300, 500, 7))])
  await sheet.getByTestId('caption').fill('Two more')
  await gallery.show(page, 'send-sheet')
  await page.keyboard.press('Escape')
  await expect(tray(page)).toHaveCount(2)
  await gallery.show(page, 'picture-tray')
  await page.getByTestId('send').click()
  await expect(rows.last()).toContainText('Two more')
  await expect(rows.last().locator('img[src^="blob:"]')).toHaveCount(2)
  await gallery.show(page, 'picture-sending')
  if (!onPhone) {
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'x.png', { type: 'image/png' }))
      const pane = document.querySelector('[data-testid=chat-pane]')
      pane?.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true }))
    })
    await expect(page.getByTestId('drop-overlay')).toBeVisible()
    await gallery.show(page, 'picture-drop')
    await page.reload()
  }
  const high = rows
    .filter({ hasText: 'A **high** one' })
    .or(rows.filter({ hasText: 'high' }))
    .first()
  await high.scrollIntoViewIfNeeded()
  await high.getByRole('button', { name: words.openPicture }).click()
  await expect(page.getByTestId('viewer').locator('img[data-loaded]')).toBeVisible()
  await gallery.show(page, 'viewer')
  await closeLayer(page)
  await page.goto('/settings')
  await page.getByRole('button', { name: words.changeAvatar }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await gallery.show(page, 'avatar-dialog')
  await page.getByTestId('avatar-file').setInputFiles(png('me.png', pngOf(900, 500, 8)))
  await expect(page.getByTestId('crop-stage')).toBeVisible()
  await gallery.show(page, 'avatar-crop')
  await page.context().close()
}
