import { expect, test } from 'bun:test'
import { folderCycles, importProblem, importRules, undescribedFolders } from './import-rules.mjs'

const problemOf = (from, to, specifier = './anything') => importProblem({ from, to, specifier })

test('a package imports only the packages below it', () => {
  expect(problemOf('packages/server/src/app.ts', 'packages/sdk/src/index.ts', '@parley/sdk')).toBe(
    'server must not import sdk',
  )
  expect(problemOf('packages/web/src/lib/client.ts', 'packages/sdk/src/index.ts', '@parley/sdk')).toBeUndefined()
})

test('a layer of the server imports only lower layers, lazy imports included', () => {
  const [storage, chats] = ['packages/server/src/storage/port.ts', 'packages/server/src/chats/policy.ts']
  expect(problemOf(storage, chats)).toBe('storage is a lower layer than chats')
  expect(importProblem({ from: storage, to: chats, specifier: '../chats/policy', kind: 'lazy' })).toBeDefined()
  expect(problemOf(chats, storage)).toBeUndefined()
  for (const store of ['store.ts', 'links-store.ts'])
    expect(problemOf(chats, `packages/server/src/groups/${store}`)).toBe('chats must not touch the store of groups')
})

test("the root of storage imports no folder, and the databases don't import each other", () => {
  const storage = 'packages/server/src/storage'
  const [sqlite, postgres] = [`${storage}/sqlite/sqlite.ts`, `${storage}/postgres/postgres.ts`]
  expect(problemOf(`${storage}/database.ts`, sqlite)).toBe('the root of storage must not import sqlite')
  expect(problemOf(`${storage}/open-database.ts`, sqlite)).toBeUndefined()
  expect(problemOf(sqlite, postgres)).toBe('sqlite must not import postgres')
  expect(problemOf(`${storage}/queries/revs.ts`, sqlite)).toBe('queries must not import sqlite')
  expect(problemOf(sqlite, `${storage}/queries/revs.ts`)).toBeUndefined()
})

test('a folder of the SDK imports only lower folders and the types in api.ts', () => {
  const [sync, timeline] = ['packages/sdk/src/sync/sync.ts', 'packages/sdk/src/timeline/timeline.ts']
  expect(problemOf(sync, timeline)).toBe('sync is a lower layer than timeline')
  expect(problemOf(timeline, sync)).toBeUndefined()
  expect(problemOf(sync, 'packages/sdk/src/client.ts')).toBe('sync must not import the files that assemble the client')
  expect(problemOf(sync, 'packages/sdk/src/api.ts')).toBeUndefined()
  expect(problemOf('packages/sdk/src/sync/sync.test.ts', timeline)).toBeUndefined()
  expect(problemOf(sync, 'packages/sdk/src/testing/people.ts')).toBe('only tests import src/testing')
})

test('a folder of the web client imports only lower folders', () => {
  const [people, chat] = ['packages/web/src/people/avatar.tsx', 'packages/web/src/chat/chat-pane.tsx']
  expect(problemOf(people, chat)).toBe('people is a lower layer than chat')
  expect(importProblem({ from: people, to: chat, specifier: '../chat/chat-pane', kind: 'lazy' })).toBeDefined()
  expect(problemOf(chat, people)).toBeUndefined()
  expect(problemOf(chat, 'packages/web/src/app.tsx')).toBe('chat must not import the files that start the pages')
  expect(problemOf('packages/web/src/calls/call.tsx', people)).toBe('calls is not a layer of the web client')
})

test('imports of missing files and of test files are errors', () => {
  expect(problemOf('packages/sdk/src/client.ts', undefined, './gone')).toBe('no such file')
  expect(problemOf('packages/sdk/src/client.ts', 'packages/sdk/src/client.test.ts')).toBe('a test file is imported')
})

test('folders of a package never import each other, not even types or through a third one', () => {
  const file = (path) => `packages/server/src/${path}`
  const [chats, users, media] = [file('chats/chats.ts'), file('users/users.ts'), file('media/media.ts')]
  const there = { from: chats, to: users, line: 1, kind: 'run' }
  const back = { from: users, to: chats, line: 2, kind: 'type' }
  expect(folderCycles([there, back])).toEqual([
    `folders import each other: server/chats → server/users → server/chats (${chats}:1, ${users}:2)`,
  ])
  expect(folderCycles([there, { ...back, kind: 'lazy' }])).toHaveLength(1)
  expect(folderCycles([there, { ...back, to: media }, { ...back, from: media }])).toHaveLength(1)
  expect(folderCycles([there, { ...back, to: media }])).toEqual([])
  expect(folderCycles([there, { ...back, from: file('users/users.test.ts') }])).toEqual([])
  expect(folderCycles([there, { ...back, to: 'packages/sdk/src/chats/chats.ts' }])).toEqual([])
})

test('folders beside each other in a folder never import each other either', () => {
  const [rows, viewport, pane] = ['rows/row.tsx', 'viewport/list.tsx', 'pane.tsx'].map(
    (path) => `packages/web/src/chat/${path}`,
  )
  const there = { from: viewport, to: rows, line: 1, kind: 'run' }
  expect(folderCycles([there, { from: rows, to: viewport, line: 2, kind: 'lazy' }])).toEqual([
    `folders import each other: web/chat/viewport → web/chat/rows → web/chat/viewport (${viewport}:1, ${rows}:2)`,
  ])
  expect(folderCycles([there, { from: rows, to: pane, line: 2 }, { from: pane, to: viewport, line: 3 }])).toEqual([])
})

test('ARCHITECTURE.md says what belongs in each folder of the server, the SDK and the web client', () => {
  const text = [
    'Inside `packages/server/src`:\n\n| `chats/` | chats |\n| `lib/` | clocks |\n',
    'Inside `packages/web/src`, lowest first:\n\n| `ui/` | buttons |\n',
  ].join('\n')
  const files = (...paths) => paths.map((path) => `packages/${path}.ts`)
  const known = files('server/src/chats/chats', 'server/src/lib/deep/clock', 'server/src/main', 'web/src/ui/button')
  expect(undescribedFolders(text, known)).toEqual([])
  expect(undescribedFolders(text, files('web/src/chats/list', 'web/src/chats/row', 'server/src/ui/a'))).toEqual([
    "ARCHITECTURE.md doesn't say what belongs in packages/web/src/chats/",
    "ARCHITECTURE.md doesn't say what belongs in packages/server/src/ui/",
  ])
})

test('the project keeps these rules', () => {
  expect(importRules().problems).toEqual([])
})
