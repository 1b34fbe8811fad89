import { expect, test } from './lib/test'

test('every page says so if the browser lacks required features', async ({ browsers }) => {
  browsers.guard.allow(/withResolvers/)
  for (const [locale, sentence] of [
    ['en-US', /This browser is too old/],
    ['zh-CN', /浏览器版本过旧/],
  ] as const) {
    const context = await browsers.context(undefined, { context: { locale } })
    await context.addInitScript(() => Reflect.deleteProperty(Promise, 'withResolvers'))
    const page = await context.newPage()
    for (const path of ['/', '/docs']) {
      await page.goto(path)
      await expect(page.locator('body')).toHaveText(sentence)
    }
  }
})
