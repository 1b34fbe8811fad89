import { expect, test } from 'bun:test'
import { parseArguments } from '../arguments'
import { parseAddress } from './address'
import { copyProgress } from './copy-progress'
import { runStoreCopy } from './run-store-copy'

test('the arguments of a copy name both places', () => {
  const asked = ['store', 'copy', '--to', 'postgres://db/chat', '--from', 'sqlite:data/parley.db']
  expect(parseArguments(asked)).toEqual({
    name: 'store-copy',
    from: 'sqlite:data/parley.db',
    to: 'postgres://db/chat',
  })
  for (const words of [['store'], ['store', 'move'], ['store', 'copy', '--from', 'sqlite:a']])
    expect(parseArguments(words)).toMatchObject({ sentence: expect.stringContaining('parley store copy --from') })
  expect(parseArguments(['nodes', '--json'])).toEqual({ name: 'nodes', form: 'json' })
  expect(parseArguments(['doctor', 'now'])).toMatchObject({ name: 'unknown' })
})

test('places are shown without passwords', () => {
  expect(parseAddress('sqlite:./data/parley.db')).toEqual({
    kind: 'sqlite',
    path: './data/parley.db',
    shown: './data/parley.db',
  })
  expect(parseAddress('postgres://a:secret@db.internal:5433/chat').shown).toBe(
    'PostgreSQL database chat at db.internal:5433',
  )
  expect(() => parseAddress('mysql://db/chat')).toThrow('Use: parley store copy')
})

test('an impossible copy is refused in one sentence, and creates nothing', async () => {
  const refuse = (from: string, to: string) => runStoreCopy({ from, to, print: () => {}, isTerminal: false })
  expect(await refuse('sqlite:/nonexistent/parley.db', 'postgres://db/chat')).toBe(
    'There is no file /nonexistent/parley.db: correct --from.',
  )
  expect(await refuse('postgres://a:secret@127.0.0.1:1/chat', 'sqlite:/nonexistent/parley.db')).toStartWith(
    'PostgreSQL at 127.0.0.1:1 cannot be reached',
  )
})

test('progress is one line that is written over on a terminal, and a line for each table elsewhere', () => {
  const shownTo = (isTerminal: boolean) => {
    let text = ''
    const report = copyProgress({ print: (more) => (text += more), isTerminal, elapsedMs: () => 0 })
    report.began({ from: 'here', to: 'there', resumed: true })
    for (const rows of [0, 5, 10]) report.copied({ table: 'messages', rows, of: 10 })
    report.copied({ table: 'invites', rows: 0, of: 0 })
    report.verified({ table: 'messages', rows: 10 })
    return text
  }
  expect(shownTo(false)).toBe(
    'Resuming the copy from here to there.\nmessages: 10 rows copied, 0.0 s\ninvites: 0 rows copied, 0.0 s\n' +
      'messages: 10 rows are identical on both sides\n',
  )
  expect(shownTo(true)).toContain('\r\x1b[Kmessages: 5 of 10 rows, 50 %\r\x1b[Kmessages: 10 of 10 rows, 100 %\n')
})
