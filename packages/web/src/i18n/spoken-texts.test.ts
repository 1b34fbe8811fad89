import { expect, test } from 'bun:test'
import { SpokenTexts } from './spoken-texts'

interface Words {
  readonly [key: string]: string
}

/** English and German texts in a first and a later part, which arrive when the test says so. */
const scene = () => {
  const shown: { language: string; words: Words }[] = []
  const waiting = new Map<string, () => void>()
  const load = (part: string) => (language: string) =>
    new Promise<{ words: Words }>((resolve) => {
      waiting.set(`${part} ${language}`, () => resolve({ words: { [part]: `${part} ${language}` } }))
    })
  const arrive = async (name: string) => {
    waiting.get(name)?.()
    waiting.delete(name)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  const texts = new SpokenTexts<string, Words, Words>({
    initial: 'en',
    first: load('first'),
    show: (language, words) => shown.push({ language, words: words as Words }),
  })
  return { texts, later: load('later'), arrive, shown, now: () => shown.at(-1), pending: () => [...waiting.keys()] }
}

test('a later part is added to the texts on screen, once', async () => {
  const { texts, later, arrive, shown, now, pending } = scene()
  void texts.speak('en')
  await arrive('first en')
  const words = now()?.words
  void texts.add(later)
  await arrive('later en')
  expect(words).toEqual({ first: 'first en', later: 'later en' })
  void texts.add(later)
  expect([pending(), shown.length]).toEqual([[], 1])
  void texts.speak('de')
  for (const name of ['first de', 'later de']) await arrive(name)
  expect(now()).toEqual({ language: 'de', words: { first: 'first de', later: 'later de' } })
})

test('a part of the previous language that arrives after the change is loaded in the new one', async () => {
  const { texts, later, arrive, now } = scene()
  void texts.speak('en')
  await arrive('first en')
  void texts.add(later)
  void texts.speak('de')
  for (const name of ['first de', 'later en']) await arrive(name)
  expect(now()).toEqual({ language: 'de', words: { first: 'first de' } })
  await arrive('later de')
  expect(now()?.words).toEqual({ first: 'first de', later: 'later de' })
})

test('a part that arrives while another language loads is in that language too', async () => {
  const { texts, later, arrive, now } = scene()
  void texts.speak('en')
  await arrive('first en')
  void texts.add(later)
  void texts.speak('de')
  for (const name of ['later en', 'first de', 'first de', 'later de']) await arrive(name)
  expect(now()).toEqual({ language: 'de', words: { first: 'first de', later: 'later de' } })
})

test('of two languages the one that was chosen last is shown, whichever arrives first', async () => {
  for (const order of [
    ['first en', 'first de'],
    ['first de', 'first en'],
  ]) {
    const { texts, arrive, shown } = scene()
    void texts.speak('en')
    void texts.speak('de')
    for (const name of order) await arrive(name)
    expect(shown.map(({ language }) => language)).toEqual(['de'])
  }
})
