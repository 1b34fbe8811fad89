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
const idle = { focused: false }
const focused = { focused: true }

test('a draft is shown at once, saved on its first change, and throttled afterwards', () => {
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

test('flushing saves only unsaved changes', () => {
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

test('a focused composer adopts a draft from elsewhere as long as it is unchanged', () => {
  const { keeper, shown } = keeperOf()
  const last = () => shown.at(-1)?.text
  for (const text of ['from', 'from elsewhere']) keeper.adopt({ text }, focused)
  expect(last()).toBe('from elsewhere')
  keeper.change({ text: 'from here' })
  jest.advanceTimersByTime(10_000)
  keeper.adopt({ text: 'elsewhere again' }, focused)
  expect(last()).toBe('from here')
  // The message was sent.
  keeper.change({ text: '' })
  keeper.adopt({ text: 'the next one' }, focused)
  expect(last()).toBe('the next one')
  keeper.change({ text: 'the next one, changed' })
  jest.advanceTimersByTime(10_000)
  // The composer lost the focus for a moment.
  keeper.adopt({ text: 'the next one, changed' }, idle)
  keeper.adopt({ text: 'newest' }, focused)
  expect(last()).toBe('newest')
})

test('a draft from elsewhere is adopted, unless there are unsaved changes', () => {
  const { keeper, saved, shown } = keeperOf({ text: 'here' })
  keeper.change({ text: 'new' })
  keeper.change({ text: 'newer' })
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown).toEqual([{ text: 'new' }, { text: 'newer' }])
  keeper.flush()
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown.at(-1)).toEqual({ text: 'elsewhere' })
  // It is saved already.
  keeper.flush()
  expect(saved).toEqual([{ text: 'new' }, { text: 'newer' }])
})

test('the same draft is not shown again, unless its reply changed', () => {
  const { keeper, shown } = keeperOf({ text: 'same', replyTo })
  keeper.adopt({ text: 'same', replyTo: { ...replyTo } }, idle)
  expect(shown).toEqual([])
  keeper.adopt({ text: 'same', replyTo: { id: 'm2' as MessageId, seq: 2 } }, idle)
  keeper.adopt({ text: 'same' }, idle)
  expect(shown.map((draft) => draft.replyTo?.id as string | undefined)).toEqual(['m2', undefined])
})
