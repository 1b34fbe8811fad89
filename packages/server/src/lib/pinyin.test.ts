import { expect, test } from 'bun:test'
import { readingsOf, spelledQuery, spellingsOf, storedReadings } from './pinyin'

const readings = [
  ['Alice', []],
  ['張三豐', ['zhang san feng']],
  ['单田芳', ['shan tian fang', 'dan tian fang']],
  ['单身一只猫', ['dan shen yi zhi mao', 'shan shen yi zhi mao']],
  ['乐乐', ['le le', 'yue le']],
  ['Anna 王小明🐼', ['anna wang xiao ming']],
  ['吕布', ['lv bu']],
  ['重庆，小面', ['chong qing xiao mian']],
] as const

for (const [name, expected] of readings)
  test(`the readings of ${name}`, async () => {
    expect(await readingsOf(name)).toEqual([...expected])
  })

test('a name is found by its readings without spaces, and by the first letters', async () => {
  expect(spellingsOf(await storedReadings('单田芳'))).toEqual(['shantianfang', 'stf', 'dantianfang', 'dtf'])
  expect(spellingsOf(await storedReadings('Alice'))).toEqual([])
})

test('only queries in Latin letters are compared with spellings', () => {
  expect(['Zhang san', "xi'an", '张', 'zhang三', '', '@zhang'].map(spelledQuery)).toEqual([
    'zhangsan',
    'xian',
    ...[undefined, undefined, undefined, undefined],
  ])
})
