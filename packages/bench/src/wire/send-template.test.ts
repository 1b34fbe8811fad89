import { expect, test } from 'bun:test'
import { isUuidV7, WORLD_CHAT_ID } from '@parley/protocol/ids'
import { firstTemplateId, SendTemplate } from './send-template'

const shape = { chatId: WORLD_CHAT_ID, textBytes: 200 }

test('every frame is a whole call with its own ids', () => {
  const template = SendTemplate.frame(shape)
  const size = template.next(1).length
  const batch = template.next(3)
  const calls = [0, 1, 2].map((at) => JSON.parse(batch.toString('utf8', at * size + 8, (at + 1) * size)))
  expect(calls.map((call) => call.id)).toEqual([1, 2, 3].map((number) => firstTemplateId + number))
  expect(calls.map((call) => call.params.id)).toEqual([1, 2, 3].map((number) => template.messageId(number)))
  for (const call of calls) expect(isUuidV7(call.params.id)).toBe(true)
  expect(calls[0].params).toMatchObject({ chatId: WORLD_CHAT_ID, body: { type: 'text' } })
  expect(calls[0].params.body.text).toHaveLength(200)
})

test('every request is a whole HTTP request with the right length', () => {
  const template = SendTemplate.request(shape, { host: 'h', port: 1, path: '/api/x', token: 't' })
  const [head = '', body = ''] = template.next(1).toString('utf8').split('\r\n\r\n')
  expect(head).toContain(`Content-Length: ${body.length}`)
  expect(JSON.parse(body).id).toBe(template.messageId(0))
})
