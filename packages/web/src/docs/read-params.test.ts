import { expect, test } from 'bun:test'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { words as enDocs } from '../i18n/words/en-docs'
import { questionBefore, readParams } from './read-params'

const t = makeT({ ...en, ...enDocs }, 'en')

test('parameters are a JSON object', () => {
  expect(readParams(t, ' {"a": 1} ')).toEqual({ params: { a: 1 } })
  for (const text of ['[]', 'null', '1', '"a"']) expect(readParams(t, text)).toEqual({ problem: t('docsNotObject') })
  expect(readParams(t, '{')).toHaveProperty('problem')
})

test("irreversible calls, and those that end this browser's session, require confirmation", () => {
  expect(questionBefore({ name: 'groups.dissolve', 'x-final': true }, 'socket')).toBe('docsAskFinal')
  expect(['http', 'socket'].map((transport) => questionBefore({ name: 'accounts.logout' }, transport))).toEqual([
    'docsAskSession',
    undefined,
  ])
  expect(questionBefore({ name: 'users.get' }, 'http')).toBeUndefined()
})
