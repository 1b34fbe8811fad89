import { expect, test } from 'bun:test'
import { fitsPinyin, nameOrder } from './pinyin'

const zhang = ['zhang san feng']

test('a query fits from any syllable on, by whole syllables, beginnings and first letters', () => {
  for (const query of ['z', 'zhang', 'Zhang San', 'zsf', 'zhangsf', 'zhasanf', 'sanf', 'f', "zhang'san"])
    expect([query, fitsPinyin(query, zhang)]).toEqual([query, true])
  for (const query of ['', ' ', 'hang', 'zhangf', 'zsfx', 'zhangsanfengs', '张', 'zf'])
    expect([query, fitsPinyin(query, zhang)]).toEqual([query, false])
})

test('each reading fits, and names without readings fit nothing', () => {
  const readings = ['shan tian fang', 'dan tian fang']
  expect([fitsPinyin('stf', readings), fitsPinyin('dtf', readings), fitsPinyin('stf', undefined)]).toEqual([
    true,
    true,
    false,
  ])
})

test('a long query takes no longer than its letters', () => {
  const syllables = Array.from({ length: 50 }, () => 'aaaaaa').join(' ')
  expect(fitsPinyin(`${'a'.repeat(200)}b`, [syllables])).toBe(false)
})

test('Chinese names are sorted among the others, by pinyin', () => {
  const names = [
    { name: '张三', pinyin: ['zhang san'] },
    { name: 'Zoe' },
    { name: '李四', pinyin: ['li si'] },
    { name: 'Anna' },
    { name: 'lisa' },
    { name: '章三', pinyin: ['zhang san'] },
  ]
  for (const locale of ['en', 'zh-CN']) {
    const sorted = [...names].sort(nameOrder(locale)).map(({ name }) => name)
    expect(sorted.filter((name) => !name.endsWith('三'))).toEqual(['Anna', '李四', 'lisa', 'Zoe'])
    expect(sorted.slice(4 - 1, 5).every((name) => name.endsWith('三'))).toBe(true)
  }
})
