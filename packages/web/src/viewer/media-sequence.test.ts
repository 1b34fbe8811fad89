import { expect, test } from 'bun:test'
import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol/ids'
import type { ContentsState } from '@parley/sdk/api'
import { type ViewedMessage, viewedIn } from '../media/viewed-message'
import { isGone, placeInSequence, sequenceRows } from './media-sequence'

const picture = (seq: number): ViewedMessage => {
  const what = { name: 'a.png', mime: 'image/webp', size: 1, width: 1, height: 1 }
  const [viewed] = viewedIn({
    ...{ id: `${seq}` as MessageId, chatId: 'chat' as ChatId, senderId: 'alice' as UserId, at: 0, status: 'sent' },
    seq,
    body: { type: 'image', mediaId: `${seq}` as MediaId, ...what },
  })
  if (!viewed) throw new Error('it is a picture')
  return viewed
}
const older = (seqs: readonly number[], state: Partial<ContentsState> = {}): ContentsState => ({
  ...{ rows: seqs.map(picture), more: true, loading: false },
  ...state,
})
const newer = { rows: [4, 5, 6, 8].map(picture) }

test('older items come from the list, newer ones from the history, without gaps or repetitions', () => {
  const rows = sequenceRows(picture(5), { older: older([5, 4, 1]), newer })
  expect(rows.map(({ seq }) => seq)).toEqual([1, 4, 5, 6, 8])
})

test.each([
  { when: 'the first one was retracted', seq: 5, state: older([4, 1]), gone: true },
  { when: 'one between others was retracted', seq: 3, state: older([5, 4, 1]), gone: true },
  { when: 'a newer one was retracted', seq: 7, state: older([5, 4, 1]), gone: true },
  { when: 'the only one was retracted', seq: 5, state: older([], { more: false }), gone: true },
  { when: 'it is older than what is loaded', seq: 2, state: older([5, 4]), gone: false },
  { when: 'nothing is loaded yet', seq: 5, state: older([], { loading: true }), gone: false },
  { when: 'loading failed', seq: 5, state: older([], { error: 'internal' }), gone: false },
])('$when: gone is $gone', ({ seq, state, gone }) => {
  expect(isGone(picture(seq), sequenceRows(picture(5), { older: state, newer }), state)).toBe(gone)
})

test('the position counts all pictures once all are known, else those of the album', () => {
  const rows = [1, 4, 5].map(picture)
  expect(placeInSequence(picture(4), rows, { complete: true })).toEqual({ at: 2, count: 3 })
  expect(placeInSequence(picture(4), rows, { complete: false })).toBeUndefined()
  expect(placeInSequence(picture(9), rows, { complete: true })).toBeUndefined()
  const [first, second] = [picture(7), picture(8)].map(({ body }) => ({ ...body, kind: 'image' as const }))
  const album = { ...picture(7), body: { type: 'album' as const, items: [first, second] } } as unknown as ViewedMessage
  const shown = viewedIn(album)[1]
  expect(shown && placeInSequence(shown, [picture(1), album], { complete: false })).toEqual({ at: 2, count: 2 })
})
