import { en } from './lib/catalogs'
import { expect, test } from './lib/test'

test('phones can install the client: it has a name and existing icons, and no request is refused', async ({
  browsers,
}) => {
  const page = await browsers.open(undefined)
  await expect(page.getByRole('button', { name: en.signIn })).toBeVisible()
  const devtools = await page.context().newCDPSession(page)
  const { url, data, errors } = await devtools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { name, icons } = JSON.parse(data ?? '') as { name: string; icons: { src: string; sizes: string }[] }
  expect(name).toBe('Parley')
  const touch = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')
  const named = [...icons, { src: touch ?? '', sizes: '180x180' }]
  for (const { src, sizes } of named) {
    const shown = await page.evaluate(async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, new URL(src, url).href)
    expect(shown, src).toBe(sizes)
  }
})
