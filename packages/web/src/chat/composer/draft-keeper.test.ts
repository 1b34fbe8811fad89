import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { type Draft, DraftKeeper, saveAfterMs } from './draft-keeper'

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

test('a draft is shown at once, and saved once when nothing was changed for a moment', () => {
  const { keeper, saved, shown } = keeperOf()
  keeper.change({ replyTo })
  keeper.change({ text: 'h' })
  jest.advanceTimersByTime(saveAfterMs - 1)
  keeper.change({ text: 'hi' })
  jest.advanceTimersByTime(saveAfterMs - 1)
  expect(saved.filter(({ text }) => text !== '')).toEqual([])
  jest.advanceTimersByTime(1)
  expect(saved.at(-1)).toEqual({ text: 'hi', replyTo })
  expect(shown.at(-1)).toEqual({ text: 'hi', replyTo })
  jest.advanceTimersByTime(10_000)
  expect(saved).toHaveLength(2)
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
  keeper.change({ text: 'half a' })
  keeper.flush()
  keeper.flush()
  jest.advanceTimersByTime(10_000)
  expect(saved).toEqual([{ text: 'half a' }])
})

test('a draft from elsewhere is taken over, unless somebody writes or something is not saved', () => {
  const { keeper, saved, shown } = keeperOf({ text: 'here' })
  keeper.adopt({ text: 'elsewhere' }, { writing: true })
  expect(shown).toEqual([])
  keeper.change({ text: 'newer' })
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown).toEqual([{ text: 'newer' }])
  keeper.flush()
  keeper.adopt({ text: 'elsewhere' }, idle)
  expect(shown.at(-1)).toEqual({ text: 'elsewhere' })
  // It is kept already.
  keeper.flush()
  expect(saved).toEqual([{ text: 'newer' }])
})

test('the same draft is not shown again, but for what it answers', () => {
  const { keeper, shown } = keeperOf({ text: 'same', replyTo })
  keeper.adopt({ text: 'same', replyTo: { ...replyTo } }, idle)
  expect(shown).toEqual([])
  keeper.adopt({ text: 'same', replyTo: { id: 'm2' as MessageId, seq: 2 } }, idle)
  keeper.adopt({ text: 'same' }, idle)
  expect(shown.map((draft) => draft.replyTo?.id as string | undefined)).toEqual(['m2', undefined])
})
