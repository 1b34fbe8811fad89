import { expect, test } from 'bun:test'
import { makeT } from '../i18n/catalog'
import { en } from '../i18n/en'
import { enLater } from '../i18n/en-later'
import { questionBefore, readParams } from './read-params'

const t = makeT({ ...en, ...enLater }, 'en')

test('parameters are an object of JSON', () => {
  expect(readParams(t, ' {"a": 1} ')).toEqual({ params: { a: 1 } })
  for (const text of ['[]', 'null', '1', '"a"']) expect(readParams(t, text)).toEqual({ problem: t('docsNotObject') })
  expect(readParams(t, '{')).toHaveProperty('problem')
})

test('before what is final, or ends the session of this browser, it is asked', () => {
  expect(questionBefore({ name: 'groups.dissolve', 'x-final': true }, 'socket')).toBe('docsAskFinal')
  expect(['http', 'socket'].map((transport) => questionBefore({ name: 'accounts.logout' }, transport))).toEqual([
    'docsAskSession',
    undefined,
  ])
  expect(questionBefore({ name: 'users.get' }, 'http')).toBeUndefined()
})
