import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { type Draft, DraftKeeper, saveEveryMs } from './draft-keeper'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const keeperOf = (kept: Draft = { text: '' }) => {
  const saved: Draft[] = []
  const shown: Draft[] = []
  const keeper = new DraftKeeper({ kept, save: (draft) => saved.push(draft), show: (draft) => shown.push(draft) })
  return { keeper, saved, shown }
}
const replyTo = { id: 'm1' as MessageId, seq: 1 }
const idle = { writing: false }

test('a draft is shown at once, saved at its first change, and then at most once in a while', () => {
  const { keeper, saved, shown } = keeperOf()
  keeper.change({ text: 'h' })
  expect(saved).toEqual([{ text: 'h' }])
  for (const text of ['he', 'hel', 'hell']) {
    keeper.change({ text })
    jest.advanceTimersByTime(saveEveryMs / 4)
  }
  keeper.change({ replyTo })
  expect(shown.at(-1)).toEqual({ text: 'hell', replyTo })
  expect(saved).toHaveLength(1)
  jest.advanceTimersByTime(saveEveryMs / 4)
  expect(saved).toEqual([{ text: 'h' }, { text: 'hell', replyTo }])
  jest.advanceTimersByTime(10_000)
  expect(saved).toHaveLength(2)
  keeper.change({ text: 'hello' })
  expect(saved.at(-1)).toEqual({ text: 'hello', replyTo })
})

test('an emptied composer is saved at once', () => {
  const { keeper, saved } = keeperOf({ text: 'sent', replyTo })
  keeper.change({ text: '', replyTo: undefined })
  expect(saved).toEqual([{ text: '', replyTo: undefined }])
})

test('leaving saves what is not saved yet, and nothing else', () => {
  const { keeper, saved } = keeperOf()
  keeper.flush()
  expect(saved).toEqual([])
  keeper.change({ text: 'half' })
  keeper.change({ text: 'half a' })
  keeper.flush()
  keeper.flush()
  jest.advanceTimersByTime(10_000)
  expect(saved).toEqual([{ text: 'half' }, { text: 'half a' }])
})

test('a draft from elsewhere is taken over, unless somebody writes or something is not saved', () => {
  const { keeper, saved, shown } = keeperOf({ text: 'here' })
  keeper.adopt({ text: 'elsewhere' }, { writing: true })
  expect(shown).toEqual([])
  keeper.change({ text: 'new' })
  keeper.change({ text: 'newer' })
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown).toEqual([{ text: 'new' }, { text: 'newer' }])
  keeper.flush()
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown.at(-1)).toEqual({ text: 'elsewhere' })
  // It is kept already.
  keeper.flush()
  expect(saved).toEqual([{ text: 'new' }, { text: 'newer' }])
})

test('the same draft is not shown again, but for what it answers', () => {
  const { keeper, shown } = keeperOf({ text: 'same', replyTo })
  keeper.adopt({ text: 'same', replyTo: { ...replyTo } }, idle)
  expect(shown).toEqual([])
  keeper.adopt({ text: 'same', replyTo: { id: 'm2' as MessageId, seq: 2 } }, idle)
  keeper.adopt({ text: 'same' }, idle)
  expect(shown.map((draft) => draft.replyTo?.id as string | undefined)).toEqual(['m2', undefined])
})
