import { expect, test } from 'bun:test'
import { isLocalLink, linkAt } from './local-link'

test('links that work only on one computer are distinguished from others', () => {
  for (const host of ['localhost', 'localhost:8080', 'parley.localhost', '127.0.0.1:8080', '127.8.0.1', '[::1]:8080'])
    expect([host, isLocalLink(`http://${host}/i/abc`)]).toEqual([host, true])
  for (const host of ['192.168.1.5:8080', 'chat.example', 'localhost.example', '[fd00::1]:80', '10.127.0.1'])
    expect([host, isLocalLink(`http://${host}/i/abc`)]).toEqual([host, false])
  expect(isLocalLink('')).toBe(false)
})

test('a link moves to another address with everything after the host', () => {
  expect(linkAt('http://localhost:8080/i/a-b?x=1#y', 'https://chat.example')).toBe('https://chat.example/i/a-b?x=1#y')
})
