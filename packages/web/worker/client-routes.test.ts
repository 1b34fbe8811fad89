import { expect, test } from 'bun:test'
import { isClientRoute } from './client-routes'

test.each(['/', '/c/0190', '/c/0190/details', '/people', '/settings', '/admin', '/i/aB3_-x', '/setup/x', '/register'])(
  '%p gets the stored page',
  (path) => expect(isClientRoute(path)).toBe(true),
)

test.each([
  '/docs',
  '/docs/messages.send',
  '/embed/0190',
  '/media/abc',
  '/files/abc',
  '/api/users.get',
  '/openapi.json',
  '/health',
  '/metrics',
  '/sw.js',
  '/build.json',
  '/assets/index-1a2b.js',
  '/chats',
  '/something/else',
])('%p goes to the server', (path) => expect(isClientRoute(path)).toBe(false))
