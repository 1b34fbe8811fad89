import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { foldedText } from './folded-text'
import { limits } from './limits'
import { Pattern } from './patterns/pattern'
import { WordFilter } from './word-filter'

const filter = new WordFilter(['Kite', 'café', 'big sale', '代购', 'he', 'she', 'hers', ''])

test.each([
  ['a KITE!', 'kite'],
  ['ｋｉｔｅ', 'kite'],
  ['k\u200bi\u00adte', 'kite'],
  ['Cafe\u0301', 'cafe'],
  ['the BIG sale', 'big sale'],
  ['提供代购服务', '代购'],
  ['kite代', 'kite'],
  ['is it hers?', 'hers'],
  ['she', 'she'],
])('[WD2] %j contains %j', (text, word) => {
  expect(filter.find(text)).toBe(word)
})

test.each(['kites', 'a kit e', '代 购', 'other', 'big sales', ''])('[WD2] %j contains no word of the list', (text) => {
  expect(filter.find(text)).toBeUndefined()
})

const marked = new WordFilter(['ばか', 'がく', 'หี', 'चूत', 'кий', '傻逼', 'badword'])

test.each(['それではかなり遅いです', 'かく', 'ให้อภัย สวัสดี ห้องน้ำ', 'चित', 'चूतर', 'चूति'])(
  '[WD2] marks that make other letters stay: %j contains no word of the list',
  (text) => {
    expect(marked.find(text)).toBeUndefined()
  },
)

test.each([
  ['とてもばかだ', 'ばか'],
  ['は\u3099か', 'ばか'],
  ['ｶﾞく', undefined],
  ['ต้นหีบ', 'หี'],
  ['एक चूत', 'चूत'],
  ['ки\u0306', undefined],
  ['кии\u0306', 'кии'],
  ['傻\u0301逼', '傻逼'],
  ['傻\u200b逼', '傻逼'],
  ['b\u0301a\u0323\u0301dword', 'badword'],
])('[WD2] %j is found with and without accents', (text, word) => {
  expect(marked.find(text)).toBe(word)
})

test.each([
  ...['傻**逼**', '傻`逼`', 'bad`word`', '[bad](https://a.example)word', 'badword'],
  // Marks that format nothing here.
  ...['傻~~逼~~', '傻*逼*', '傻**逼', 'ba**d**word', 'ba_d_word', '~~ba~~dword', '||ba||dword', 'ba\\dword', '傻\\逼'],
  ...['傻～～逼～～', 'ｂａ＊＊ｄ＊＊word', 'bad\u2800word', '傻~\u200b~逼', 'b**\u200ba**dword'],
])('[WD1] formatting hides no word in %j', (text) => {
  expect(marked.findWritten(text)).toBeDefined()
})

test('[WD1] formatting between words makes no word', () => {
  expect(marked.findWritten('a **bad** word, and bad_words')).toBeUndefined()
})

test('[WD3] a filter never throws, and finds exactly the words that a plain search finds', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '代'), maxLength: 4 }), { maxLength: 8 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '代', ' '), maxLength: 40 })
  const isLetter = (char: string | undefined) => char === 'a' || char === 'b'
  fc.assert(
    fc.property(words, text, (list, typed) => {
      const plain = list.some((word) => {
        for (let at = typed.indexOf(word); word && at >= 0; at = typed.indexOf(word, at + 1)) {
          const starts = !(isLetter(word[0]) && isLetter(typed[at - 1]))
          if (starts && !(isLetter(word.at(-1)) && isLetter(typed[at + word.length]))) return true
        }
        return false
      })
      expect(new WordFilter(list).find(typed) !== undefined).toBe(plain)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (list, typed) => {
      new WordFilter(list).find(typed)
    }),
  )
})

test('[WD3] folding makes no text more than four times as long', () => {
  expect([...foldedText('\ufdfa'.repeat(limits.textMaxChars))].length).toBeLessThanOrEqual(4 * limits.textMaxChars)
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code)
    if ([...char.normalize('NFKC')].length > 4) expect([...foldedText(char)].length).toBeLessThanOrEqual(4)
  }
  expect(new WordFilter(['\ufdfa']).find('a \ufdfa b')).toBe('\ufdfa')
})

test('[WD3] forms of a text that are the same are searched once', () => {
  class Counted extends Pattern {
    looks = 0
    override isIn(codes: Uint32Array): boolean {
      this.looks++
      return super.isIn(codes)
    }
  }
  const looksAt = (text: string) => {
    const pattern = new Counted('kite')
    new WordFilter([], [pattern]).findWritten(text)
    return pattern.looks
  }
  expect(['plain', 'a_b', 'a [b] c', '**a**'].map(looksAt)).toEqual([1, 2, 1, 2])
})
