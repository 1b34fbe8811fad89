import { afterEach, expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import { chatMemory } from '../chat/viewport/chat-memory'
import { attachedStore, putAttached, putPicked } from '../media/attached-store'
import { entryOf, stateOf } from '../testing/client-state'
import { recorderStore } from '../voice/recorder-store'
import { playerStore } from '../voice/track'
import { isBusy, type Page, wouldDiscard } from './busy'

const chatId = 'chat' as ChatId
const chosen = new File(['picture'], 'a.png', { type: 'image/png' })

interface Situation {
  readonly fields?: ReturnType<Page['fields']>
  readonly overlayOpen?: boolean
  readonly queued?: number
  readonly editing?: string
}

const pageIn = ({ fields = [], overlayOpen = false, queued = 0, editing }: Situation = {}) => {
  const state = stateOf([entryOf('other'), entryOf('chat', {}, { queued })])
  const client = { state: { get: () => state, subscribe: () => () => undefined } }
  if (editing !== undefined)
    chatMemory(client, chatId).editing = {
      ...{ id: 'm1' as MessageId, seq: 1, was: 'before', naming: {} },
      text: editing,
    }
  return { client, page: { fields: () => fields, overlayOpen: () => overlayOpen } }
}

afterEach(() => {
  attachedStore.setState(attachedStore.getInitialState(), true)
  recorderStore.setState({}, true)
  playerStore.setState(playerStore.getInitialState(), true)
})

test('a page without activity is not busy, whatever its checkboxes and sliders hold', () => {
  expect(isBusy(pageIn())).toBe(false)
  const fields = ['checkbox', 'radio', 'range', 'file'].map((type) => ({ type, value: 'on' }))
  expect(isBusy(pageIn({ fields: [...fields, { type: 'text', value: '' }] }))).toBe(false)
})

test('typing, unsent messages, uploads, an open dialog and an edit prevent a reload', () => {
  const situations: readonly [string, Situation][] = [
    ['text in the composer', { fields: [{ type: 'textarea', value: 'not sent yet' }] }],
    ['text in a field', { fields: [{ type: 'password', value: 'half' }] }],
    ['an upload that is on its way', { queued: 1 }],
    ['an open dialog', { overlayOpen: true }],
    ['an edit', { editing: 'changed' }],
    ['an edit whose text was deleted', { editing: '' }],
  ]
  for (const [what, situation] of situations) expect([what, isBusy(pageIn(situation))]).toEqual([what, true])
})

test('files beside a composer prevent it, from the moment they are chosen', () => {
  putPicked(chatId, [chosen])
  expect(isBusy(pageIn())).toBe(true)
  putPicked(chatId, [])
  expect(isBusy(pageIn())).toBe(false)
  putAttached(chatId, { items: [{ key: 1, file: { type: 'file', bytes: chosen, name: 'a.png' } }] })
  expect(isBusy(pageIn())).toBe(true)
  putAttached(chatId, { items: [] })
  expect(isBusy(pageIn())).toBe(false)
})

test('recording and playing prevent it', () => {
  recorderStore.setState({
    recording: { chatId, phase: 'starting', held: false, elapsedMs: 0, maxMs: 60_000, levels: [] },
  })
  expect(isBusy(pageIn())).toBe(true)
  recorderStore.setState({}, true)
  playerStore.setState({ playing: { key: 'a', runs: true, atMs: 0, durationMs: 1_000 } })
  expect(isBusy(pageIn())).toBe(true)
})

test("the button requests confirmation only for data that the device doesn't keep", () => {
  expect(wouldDiscard(pageIn({ fields: [{ type: 'textarea', value: 'a draft' }], queued: 1 }))).toBe(false)
  for (const situation of [{ overlayOpen: true }, { editing: 'changed' }])
    expect(wouldDiscard(pageIn(situation))).toBe(true)
})
