import { expect, test } from 'bun:test'
import { preferredLanguage } from './preferred-language'

const isLanguage = (text: string | undefined): text is 'en' | 'zh' => text === 'en' || text === 'zh'
const of = (browser: readonly string[], asked?: string, chosen?: string) =>
  preferredLanguage({ asked, chosen, browser }, isLanguage)

test('the address overrides a choice, a choice overrides the browser, and unknown languages are ignored', () => {
  expect([of(['zh-CN'], 'en', 'zh'), of(['zh-CN'], undefined, 'en'), of(['en'], 'xx', 'zh')]).toEqual([
    'en',
    'en',
    'zh',
  ])
  expect(of(['zh-CN'], 'xx', 'yy')).toBe('zh')
})

test('people with Chinese in their languages get it, unless their browser prefers English', () => {
  expect(
    [['zh-CN'], ['de', 'zh-TW'], ['ZH'], ['en-US', 'zh-CN'], ['de', 'fr'], ['zhx'], []].map((tags) => of(tags)),
  ).toEqual([...(['zh', 'zh', 'zh', 'en', 'en', 'en', 'en'] as const)])
})
