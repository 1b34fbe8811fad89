import { expect, test } from 'bun:test'
import { emojiForm } from '@parley/protocol/emoji'
import all from 'emojibase-data/en/data.json'

const recommended = /^\p{RGI_Emoji}$/v
const known = all
  .flatMap((one) => [one.emoji, ...('skins' in one ? (one.skins ?? []).map((skin) => skin.emoji) : [])])
  .map((form) => [form, form.replaceAll('\ufe0f', '')].find((one) => recommended.test(one)))
  .filter((form) => form !== undefined)

/** The forms in which programs write an emoji: without selectors, with one after every character, and as text. */
const forms = (form: string) => {
  const bare = form.replaceAll('\ufe0f', '')
  const signs = [...bare]
  return [form, bare, `${bare}\ufe0f`, signs.join('\ufe0f'), `${signs[0]}\ufe0e${signs.slice(1).join('')}`]
}

test('every form of an emoji is the same reaction, also with skin tones and in sequences', () => {
  expect(known.length).toBeGreaterThan(3_000)
  for (const form of known) for (const one of forms(form)) expect([form, emojiForm(one)]).toEqual([form, form])
})

test('normalising neither turns other text into an emoji nor merges two emojis', () => {
  for (const text of ['1', '1\ufe0f', '#', '\ufe0f', '\u20e3', '❤❤', '👍\ufe0f👍', 'a\ufe0f', '', '\u200d'])
    expect([text, recommended.test(emojiForm(text))]).toEqual([text, false])
  expect(emojiForm('❤')).toBe('❤\ufe0f')
})
