import { expect, test } from 'bun:test'
import type { AuditEntry, AuditValues } from '@parley/protocol'
import { makeFormat } from '../../i18n/format'
import { changedSettings } from './audit-values'

const t = ((key: string, params?: { count?: number }) =>
  params?.count === undefined ? key : `${params.count} ${key}`) as Parameters<typeof changedSettings>[1]['t']
const format = makeFormat('en-US')

const changed = (before: AuditValues, after: AuditValues) => {
  const entry = { id: 1, at: 0, action: 'channel_changed', before, after } as AuditEntry
  return changedSettings(entry, { t, format }).map(({ label, before: from, after: to }) => [label, from, to])
}

test('changed settings show in words: modes, times, durations, switches and missing values', () => {
  const atMs = 1_800_000_000_000
  expect(changed({ registration: 'open' }, { registration: 'closed' })).toEqual([
    ['adminRegistration', 'registrationOpen', 'registrationClosed'],
  ])
  expect(changed({ registrationOpensAt: null }, { registrationOpensAt: atMs })).toEqual([
    ['registrationOpens', 'auditNone', format.dateTime(atMs)],
  ])
  expect(changed({ slowModeMs: 0, open: true }, { slowModeMs: 60_000, open: false })).toEqual([
    ['slowMode', 'slowModeOff', '1 minutes'],
    ['worldOpen', 'auditYes', 'auditNo'],
  ])
  expect(changed({ passkeys: 2 }, { passkeys: 0 })).toEqual([['passkeys', '2', '0']])
  expect(changed({ serverName: null }, { serverName: 'Lakeside' })).toEqual([['serverName', 'auditNone', 'Lakeside']])
})

test('a setting and a value that this client doesn’t know show as they are', () => {
  expect(changed({ registration: 'open' }, { registration: 'lottery' })[0]?.[2]).toBe('lottery')
  expect(changed({ colour: 'red' }, { colour: 'blue' })).toEqual([['colour', 'red', 'blue']])
})

test('an act without settings has no changes', () => {
  expect(changedSettings({ id: 1, at: 0, action: 'user_closed' }, { t, format })).toEqual([])
})
