import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChatId } from '@parley/protocol'
import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { chooseFiles, fileFor } from './lib/files'
import type { Person } from './lib/people'
import { expect, test } from './lib/test'

const directory = join(import.meta.dirname, 'fixtures', 'pictures')
const types: Readonly<Record<string, string>> = {
  ...{
    png: 'image/png',
    jpg: 'image/jpeg',
    webp: 'image/webp',
    gif: 'image/gif',
    bmp: 'image/bmp',
    svg: 'image/svg+xml',
  },
  ...{ ico: 'image/x-icon', tiff: 'image/tiff', avif: 'image/avif' },
}
const fixtures = readdirSync(directory).flatMap((name) => {
  const type = types[name.split('.').at(-1) ?? '']
  return type === undefined ? [] : [{ name, type, bytes: readFileSync(join(directory, name)) }]
})
/** Files that no browser shows completely. */
const notDrawn = /^(truncated|without-end(?!\.gif)|wrong-sum|missing-rows|twelve-bits|no-picture|drawing)|\.tiff$/
const isDrawn = (name: string) => !notDrawn.test(name) || name === 'truncated-with-end.jpg'

/**
 * The picture as the browser draws it: its size, and the mean colour of each quarter. Edges are left out, because lossy
 * files are blurred there.
 */
const drawn = (page: Page, address: string) =>
  page.evaluate(async (src) => {
    const image = new Image()
    image.src = src
    await image.decode()
    const [width, height] = [image.naturalWidth, image.naturalHeight]
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const quarter = (left: number, top: number) => {
      const [x, y, w, h] = [(left * width) / 2 + 4, (top * height) / 2 + 4, width / 2 - 8, height / 2 - 8].map(
        Math.round,
      )
      const pixels = context?.getImageData(x ?? 0, y ?? 0, w ?? 1, h ?? 1).data ?? []
      const sums = [0, 0, 0, 0]
      for (let at = 0; at < pixels.length; at += 4) {
        const opacity = (pixels[at + 3] ?? 0) / 255
        for (const part of [0, 1, 2]) sums[part] = (sums[part] ?? 0) + (pixels[at + part] ?? 0) * opacity
        sums[3] = (sums[3] ?? 0) + 255 * opacity
      }
      return sums.map((sum) => sum / (pixels.length / 4))
    }
    return { size: [width, height], colours: [quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)].flat() }
  }, address)

type Drawn = Awaited<ReturnType<typeof drawn>>
const distance = (a: Drawn, b: Drawn) =>
  Math.max(...a.colours.map((value, at) => Math.abs(value - (b.colours[at] ?? Number.POSITIVE_INFINITY))))

/** The received pictures, by name. */
const arrived = async (page: Page, person: Person, chatId: ChatId): Promise<Map<string, Drawn>> => {
  const { messages } = await person.call('messages.list', { chatId, limit: 100 })
  const pictures = new Map<string, Drawn>()
  for (const { id, body } of messages) {
    if (body.type !== 'image') continue
    const { media } = await person.call('media.get', { shown: [{ mediaId: body.mediaId, chatId, messageId: id }] })
    pictures.set(body.name, await drawn(page, media[0]?.sizes.at(-1)?.path ?? ''))
  }
  return pictures
}

const inBatches = 4
for (let batch = 0; batch < inBatches; batch++)
  test(`received pictures match their previews, for all file formats: part ${batch + 1}`, async ({
    browsers,
    cast,
  }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await alice.direct(bob)
    const page = await browsers.open(alice, `/c/${chatId}`)
    browsers.guard.allow(/blob:/)
    const some = fixtures.filter((_, at) => at % inBatches === batch)
    const sheet = await chooseFiles(
      page,
      some.map(({ name, type, bytes }, at) => fileFor(`${at} ${name}`, bytes, type)),
    )
    const rows = sheet.getByRole('listitem')
    await expect(rows).toHaveCount(some.length)
    await expect(rows.filter({ hasText: en.readingFile })).toHaveCount(0)
    const previews = new Map<number, Drawn>()
    for (const [at, { name, type, bytes }] of some.entries()) {
      const row = rows.nth(at)
      if (!isDrawn(name)) {
        await expect(row, name).toContainText(en.pictureAsFile)
        await expect(row.locator('img')).toHaveCount(0)
        continue
      }
      await expect(row, name).toContainText(`${en.picture} ·`)
      const preview = await drawn(page, (await row.locator('img').getAttribute('src')) ?? '')
      const original = await drawn(page, `data:${type};base64,${bytes.toString('base64')}`)
      expect([name, preview.size]).toEqual([name, original.size])
      expect(distance(preview, original), `${name}: preview and file`).toBeLessThan(8)
      previews.set(at, preview)
    }
    if (previews.size > 1) await sheet.getByRole('switch', { name: en.sendAsAlbum }).uncheck()
    await sheet.getByRole('button', { name: en.send, exact: true }).click()
    await expect(page.locator('article[data-status=sent]').first()).toBeVisible()
    await expect
      .poll(async () => (await bob.call('messages.list', { chatId, limit: 100 })).messages.length)
      .toBe(some.length)
    const pictures = await arrived(page, bob, chatId)
    expect(pictures.size).toBe(previews.size)
    for (const [name, picture] of pictures) {
      const preview = previews.get(Number.parseInt(name, 10))
      expect([name, picture.size]).toEqual([name, preview?.size])
      expect(preview && distance(picture, preview), `${name}: received and preview`).toBeLessThan(8)
    }
  })
