import { type ContractSchemas, contractSchemas, type JsonSchema, type NamedSchema } from '@parley/protocol/json-schemas'
import fc from 'fast-check'

/** Values that exist in a scene, so that generated calls get further than their first refusal. */
export interface Known {
  readonly ids: Readonly<Partial<Record<NamedSchema, readonly string[]>>>
  /** Messages by chat and id, which belong together. */
  readonly messages: readonly { readonly chatId: string; readonly id: string; readonly seq: number }[]
  /** Values of fields by their name. */
  readonly fields: Readonly<Record<string, readonly string[]>>
}

const prefix = '#/'
const schemas: ContractSchemas = contractSchemas(prefix)

/** Placeholder for a number that JSON allows and JavaScript can't represent. */
const BEYOND = 'the number beyond all numbers'

/** JSON text of parameters. */
export const asJson = (params: unknown): string => JSON.stringify(params).replaceAll(`"${BEYOND}"`, '1e999')

const stringOf = (schema: JsonSchema, known: readonly string[]): fc.Arbitrary<string> => {
  const { minLength = 0, maxLength = 100, pattern } = schema
  const fit = (text: string) => text.padEnd(minLength, 'a').slice(0, maxLength)
  if (pattern) {
    const matching = fc.stringMatching(new RegExp(pattern)).map((text) => (maxLength === 100 ? text : fit(text)))
    return known.length === 0 ? matching : fc.oneof(matching, fc.constantFrom(...known))
  }
  const shorter = { minLength, maxLength: Math.min(maxLength, minLength + 30) }
  const made: fc.WeightedArbitrary<string>[] = [
    { weight: 6, arbitrary: fc.string({ ...shorter, unit: 'grapheme-ascii' }) },
    { weight: 3, arbitrary: fc.string({ ...shorter, unit: 'grapheme' }).map(fit) },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(minLength), 'x'.repeat(maxLength)) },
  ]
  return known.length === 0
    ? fc.oneof(...made)
    : fc.oneof(...made, { weight: 10, arbitrary: fc.constantFrom(...known) })
}

const integerOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, minimum + 12) }) },
    { weight: 2, arbitrary: fc.integer({ min: minimum, max: maximum }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  )

const namedOf = (name: NamedSchema, known: Known, field: string): fc.Arbitrary<unknown> => {
  const ids = known.ids[name]
  if (ids) return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ids) }, fc.uuid({ version: 7 }))
  if (name === 'ReplyTo') return fc.constantFrom(...known.messages.map(({ id, seq }) => ({ id, seq })))
  return madeFrom(schemas.named[name], known, field)
}

const objectOf = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  const { properties, required = [], additionalProperties } = schema
  if (!properties && typeof additionalProperties === 'object') {
    const key = madeFrom(schema.propertyNames ?? { type: 'string' }, known).map(String)
    return fc.dictionary(key, madeFrom(additionalProperties, known), { maxKeys: 5, noNullPrototype: true })
  }
  const all = properties ?? {}
  const made = (here: Known): fc.Arbitrary<unknown> => {
    const fields = Object.entries(all).map(([name, field]) => [name, madeFrom(field, here, name)] as const)
    const whole = fc.record(Object.fromEntries(fields), { requiredKeys: [...required], noNullPrototype: true })
    const needed = fields.filter(([name]) => required.includes(name))
    return fc.oneof(whole, fc.record(Object.fromEntries(needed), { noNullPrototype: true }))
  }
  if (!all.chatId) return made(known)
  const inOneChat = fc.constantFrom(...known.messages).chain(({ chatId }) => made(within(known, chatId)))
  return fc.oneof(made(known), { weight: 2, arbitrary: inOneChat })
}

/** Reduces the known values to the chat and its messages. */
const within = (known: Known, chatId: string): Known => {
  const messages = known.messages.filter((message) => message.chatId === chatId)
  return { ...known, messages, ids: { ...known.ids, ChatId: [chatId], MessageId: messages.map(({ id }) => id) } }
}

/** Values that a schema allows, as far as JSON Schema expresses it. */
const madeFrom = (schema: JsonSchema, known: Known, field = ''): fc.Arbitrary<unknown> => {
  if (schema.$ref) return namedOf(schema.$ref.slice(prefix.length) as NamedSchema, known, field)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map((choice) => madeFrom(choice, known, field)))
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'integer' || schema.type === 'number') return integerOf(schema)
  if (schema.type === 'string') return stringOf(schema, known.fields[field] ?? [])
  if (schema.type === 'object') return objectOf(schema, known)
  if (schema.type !== 'array') throw new Error(`there is no generator for ${JSON.stringify(schema)}`)
  const { minItems = 0, maxItems = 100 } = schema
  const size = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 5) }
  const any = fc.array(madeFrom(schema.items ?? {}, known), size)
  const entries = known.fields[field]
  return entries ? fc.oneof(any, fc.array(fc.constantFrom(...entries), size)) : any
}

const nested = (depth: number, [open, close]: readonly [string, string]): unknown =>
  JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`)

const hostileKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', '', '\0']

/** An object with its own property of any name. */
const withKey = (key: string, value: unknown): object => Object.fromEntries([[key, value]])

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], '', ' ', '0', 'null', 'undefined', 'NaN'),
  fc.constantFrom<unknown>(
    -1,
    -0,
    0.5,
    1e-300,
    1e308,
    BEYOND,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    2 ** 53 - 1,
    2 ** 63,
    -(2 ** 63),
  ),
  fc.constantFrom<unknown>('\0', 'a\0b', '\ud800', '\udc00\ud800', '\u202e', '\ufeff', '\u2028', '\x1b[2J', '\r\n'),
  fc.constantFrom<unknown>(
    "' or 1=1 --",
    '"; drop table users; --',
    '%',
    '_%',
    '\\',
    '*',
    '"',
    'NEAR(',
    '../../etc/passwd',
  ),
  fc.constantFrom<unknown>('x'.repeat(20_000), '👨‍👩‍👧‍👦'.repeat(500), 'a\u0301'.repeat(2_000), '!'.repeat(8_000)),
  fc.constantFrom<unknown>(
    ...[nested(3_000, ['[', ']']), nested(1_000, ['{"a":', '}']), nested(500, ['{"__proto__":', '}'])],
    ...[Array.from({ length: 1_000 }, () => 0), Array.from({ length: 101 }, (_, at) => `${at}`)],
  ),
  fc.constantFrom<unknown>('0197a5c0-0000-4000-8000-000000000000', '0197A5C0-0000-7000-8000-00000000000A'),
  fc.constantFrom<unknown>('00000000-0000-0000-0000-000000000000', '0197a5c0-0000-7000-8000-000000000000\n'),
  fc.constantFrom(...hostileKeys).map((key) => withKey(key, { isAdmin: true })),
  fc.constantFrom(...hostileKeys),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)

type Container = Record<string, unknown>

/** Every place in a value: its container and its key. */
const placesIn = (value: unknown): (readonly [Container, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[value as Container, key] as const, ...placesIn(inner)])
    : []

const put = (container: object, key: string, value: unknown): void => {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true })
}

type Spoiling = 'replace' | 'remove' | 'add'
interface Corruption {
  readonly how: Spoiling
  readonly at: number
  readonly key: string
  readonly by: unknown
}

/** A copy with one mistake. */
const corrupt = (value: unknown, { how, at, key, by }: Corruption): unknown => {
  const copy: object = structuredClone(value) as object
  const places = placesIn(copy)
  const place = places[at % Math.max(1, places.length)]
  if (!place || how === 'add') put(place?.[0] ?? copy, key, by)
  else if (how === 'remove') delete place[0][place[1]]
  else put(place[0], place[1], by)
  return copy
}

const corruptions: fc.Arbitrary<Corruption> = fc.record({
  how: fc.constantFrom<Spoiling>('replace', 'replace', 'replace', 'remove', 'add'),
  at: fc.nat(1_000),
  key: fc.oneof(fc.constantFrom(...hostileKeys), fc.string()),
  by: hostile,
})

export type Kind = 'valid' | 'nearly valid' | 'hostile'
export interface Input {
  readonly kind: Kind
  readonly params: unknown
}

/** Inputs for a method, from its schema in the contract. */
export const inputsOf = (method: keyof ContractSchemas['params'], known: Known): fc.Arbitrary<Input> => {
  const schema = schemas.params[method]
  const valid = madeFrom(schema, known)
  const nearly = fc.tuple(valid, corruptions).map(([value, how]) => corrupt(value, how))
  const fields = Object.fromEntries(Object.keys(schema.properties ?? {}).map((name) => [name, hostile]))
  const evil = fc.oneof(hostile, fc.record(fields, { requiredKeys: [], noNullPrototype: true }))
  const of = (kind: Kind, weight: number, params: fc.Arbitrary<unknown>) => ({
    weight,
    arbitrary: params.map((it): Input => ({ kind, params: it })),
  })
  return fc.oneof(of('valid', 4, valid), of('nearly valid', 4, nearly), of('hostile', 1, evil))
}
