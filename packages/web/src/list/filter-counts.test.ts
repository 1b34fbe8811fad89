import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { alice, entryOf, stateOf, textOf } from '../testing/client-state'
import { filterCounts } from './filter-counts'
import { previewOf } from './preview'

const t = makeT(en, 'en')
const kept = (more: object) => ({ chatId: 'c' as ChatId, rev: 1, readSeq: 0, clearedSeq: 0, ...more })

test('the filters count chats, not messages, and archived chats separately', () => {
  const entries = [
    entryOf('a', {}, { unread: 5, mentions: 2 }),
    entryOf('b', {}, { state: kept({ markedUnread: true }) }),
    entryOf('c', {}, { unread: 1, mentions: 1, state: kept({ archivedAt: 1 }) }),
    entryOf('d'),
  ]
  expect(filterCounts(entries)).toEqual({ unread: 2, mentions: 1, archived: 1 })
})

test('saved messages show no sender', () => {
  const saved = entryOf('s', { kind: 'direct', peerIds: [alice] }, { last: textOf(alice, 'strawberries') })
  expect(previewOf(stateOf([saved]), saved, { t, locale: 'en', open: false }).text).toBe('strawberries')
})
