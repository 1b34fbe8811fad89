import { expect, test } from 'bun:test'
import { isServed } from './is-served'

const answer = (status: number, type = 'text/html') => new Response('', { status, headers: { 'content-type': type } })

test('a script is served, and so it is while a proxy reaches no server', () => {
  expect(isServed(answer(200, 'text/javascript; charset=utf-8'))).toBe(true)
  for (const status of [500, 502, 503, 504]) expect(isServed(answer(status))).toBe(true)
})

test('a missing script and a page in its place belong to another application', () => {
  expect(isServed(answer(404))).toBe(false)
  expect(isServed(answer(404, 'text/javascript'))).toBe(false)
  expect(isServed(answer(200))).toBe(false)
})
