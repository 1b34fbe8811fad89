import { expect, test } from 'bun:test'
import { compose } from '../mail/compose'
import { mailedCode } from './mailed-code'

const head = 'Subject: 11111111 is a code\nMessage-ID: <22222222-3333-4444-8555-666666666666@lake.example>\n\n'
const letter = { to: 'carol@lake.example', language: 'en', server: 'Lakeside', username: 'carol', minutes: 10 } as const

test('the code of a mail is found, and no other digits', () => {
  expect(mailedCode(head + compose({ ...letter, kind: 'recover', code: '01234567' }).text)).toBe('01234567')
  expect(mailedCode(head + compose({ ...letter, kind: 'test' }).text)).toBeUndefined()
  expect(mailedCode(undefined)).toBeUndefined()
})
