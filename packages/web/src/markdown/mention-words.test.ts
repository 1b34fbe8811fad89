import { expect, test } from 'bun:test'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import { everyoneWords, mentionWords, plainTexts } from './mention-words'

const people = ['alice', 'bob', 'al_ice.x', ...everyoneWords]
const find = (name: string) => people.find((one) => one === name)
const namedIn = (text: string) => mentionWords(text, find).map(({ from, to }) => text.slice(from, to))
const namedBy = (text: string) => plainTexts(parseMarkdown(text)).flatMap(namedIn)

test.each([
  ['@bob', ['@bob']],
  ['hi @Bob, and @alice.', ['@Bob', '@alice']],
  ['你好@bob，@alice你们好', ['@bob', '@alice']],
  ['(@al_ice.x)', ['@al_ice.x']],
  ['@al_ice.x...', ['@al_ice.x']],
  ['@所有人开会 @all', ['@所有人', '@all']],
  ['me@bob @bobby @@bob a.@bob', []],
  ['nobody @else', []],
  ['@bob@alice', ['@bob']],
])('%p mentions %p', (text, names) => {
  expect(namedIn(text)).toEqual(names)
})

test('code and links never mention people', () => {
  const text =
    '**@bob** `@alice` [@alice](https://a.test) bob@alice.test\n> and @al_ice.x\n\n```\n@alice\n```\n\n- @all'
  expect(namedBy(text)).toEqual(['@bob', '@al_ice.x', '@all'])
})

test('a name is looked up only a few times, however many dots follow it', () => {
  let looks = 0
  const counting = (name: string) => {
    looks++
    return find(name)
  }
  const dots = '.'.repeat(8_000)
  expect(mentionWords(`@bob${dots}`, counting)).toEqual([{ from: 0, to: 4, who: 'bob' }])
  expect(mentionWords(`@nobody${dots}`, counting)).toEqual([])
  expect(mentionWords(`@bob${dots}x`, counting)).toEqual([])
  expect(looks).toBeLessThan(100)
})
