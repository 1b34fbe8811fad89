import { expect, test } from 'bun:test'
import { foreignWrites, tableOwners } from './table-owners.mjs'

const file = (path) => `packages/server/src/${path}`

test('a folder writes only its own tables, with the query builder and in SQL', () => {
  const texts = [
    "db.insertInto('members')",
    "db.updateTable('members').set({ rev })",
    "db\n.deleteFrom(\n'members as left')",
    'sql`update members set rev = 1`',
    "'insert into members (chat_key) values (?)'",
    'sql`DELETE FROM members where rev = 1`',
  ]
  for (const text of texts) {
    expect([text, foreignWrites(file('groups/store.ts'), text)]).toEqual([
      text,
      [
        expect.stringMatching(
          /^packages\/server\/src\/groups\/store\.ts:\d writes the table members, which the folder chats does$/,
        ),
      ],
    ])
    expect(foreignWrites(file('chats/members.ts'), text)).toEqual([])
  }
})

test('a table without an owner is written nowhere', () => {
  expect(foreignWrites(file('groups/store.ts'), "\ndb.insertInto('polls')")).toEqual([
    `${file('groups/store.ts')}:2 writes the table polls, which no folder in table-owners.mjs does`,
  ])
})

test('reads, comments, storage, the demo and tests may name every table', () => {
  const reads = "db.selectFrom('members') // then update members\n/* delete from members */ const update = 'members'"
  expect(foreignWrites(file('groups/store.ts'), reads)).toEqual([])
  const write = "db.insertInto('members')"
  for (const path of ['storage/append/row.ts', 'cli/demo/fill.ts', 'testing/people.ts', 'groups/groups.test.ts'])
    expect(foreignWrites(file(path), write)).toEqual([])
})

test('every table of the schema has an owner, which alone writes it', () => {
  expect(tableOwners().problems).toEqual([])
})
