import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import pg from 'pg'
import { findPostgres, freshPostgres } from '../../testing/postgres'
import { byteaArray, int8Array, textArray, uuidArray } from './postgres-arrays'

const missing = findPostgres() === undefined

const texts = [
  ...[
    '',
    'plain',
    '"',
    "'",
    'it\'s "quoted"',
    '\\',
    '\\\\"\\',
    '\\x00',
    '{',
    '}',
    '{a,"b",NULL}',
    ',',
    ', ,',
    ' around ',
  ],
  ...['NULL', 'null', '$1', "'); drop table messages; --", 'a\nb\r\n\tc', '\u0001\u007f\u0085\u2028', '%s', '\\n'],
  ...['你好，世界', 'ｆｕｌｌ', 'שלום', '👩‍👩‍👧‍👦', '𝒳', 'e\u0301', '\ufeff', '\uffff', '😀'.repeat(10_000)],
]
const numbers = [0, 1, -1, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 1_795_000_000_000]
const edges = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -(2 ** 31), -(2 ** 32), -(2 ** 32) - 1]

let client: pg.Client
beforeAll(async () => {
  if (missing) return
  client = new pg.Client({ connectionString: await freshPostgres() })
  await client.connect()
})
afterAll(() => client?.end())

/** PostgreSQL's reading of an array: its elements in their order, as text. */
const elements = async (type: string, array: Buffer | string): Promise<(string | null)[]> => {
  const text = `select element::text from unnest($1::${type}[]) with ordinality as sent (element, at) order by at`
  const { rows } = await client.query<{ element: string | null }>(text, [array])
  return rows.map(({ element }) => element)
}

describe.skipIf(missing)('how PostgreSQL reads arrays', () => {
  test('texts arrive unchanged, with any characters', async () => {
    expect(await elements('text', textArray(texts))).toEqual(texts)
    for (const text of texts) expect(await elements('text', textArray([text]))).toEqual([text])
    const among = [null, 'a', null, null, 'b']
    expect(await elements('text', textArray(among))).toEqual(among)
  })

  test('half of a surrogate pair becomes the replacement character', async () => {
    expect(await elements('text', textArray(['a\ud83db', 'next']))).toEqual(['a\ufffdb', 'next'])
  })

  test('integers of any size arrive, and nulls among them', async () => {
    const all = [...numbers, null, ...edges, null]
    expect(await elements('int8', int8Array(all))).toEqual(all.map((one) => (one === null ? null : String(one))))
    expect(await elements('int8', int8Array([null, null]))).toEqual([null, null])
  })

  test("values that aren't integers are refused", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, -(2 ** 53)])
      expect(() => int8Array([1, value])).toThrow(RangeError)
  })

  test('ids arrive, and nulls among them', async () => {
    const ids = [newUuidV7(), null, newUuidV7(), '00000000-0000-0000-0000-000000000000', null]
    expect(await elements('uuid', uuidArray(ids))).toEqual(ids)
  })

  test("values that aren't ids are refused", async () => {
    for (const id of ['x', '{', '"', `${newUuidV7()}"`, `${newUuidV7()}}`])
      await expect(elements('uuid', uuidArray([id]))).rejects.toThrow()
  })

  test('all bytes arrive', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at)
    const values = [all, new Uint8Array(), all.subarray(90, 95), Buffer.from('\\x7b2c7d')]
    const written = values.map((one) => `\\x${Buffer.from(one).toString('hex')}`)
    expect(await elements('bytea', byteaArray(values))).toEqual(written)
  })

  test('an empty array has no elements', async () => {
    expect(await elements('int8', int8Array([]))).toEqual([])
    expect(await elements('text', textArray([]))).toEqual([])
    expect(await elements('uuid', uuidArray([]))).toEqual([])
    expect(await elements('bytea', byteaArray([]))).toEqual([])
  })
})
