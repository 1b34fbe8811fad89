/** Examples of calls, responses and events. They are made from the schemas, so they are always current. */
import { type MethodName, WORLD_CHAT_ID } from './index'
import type { JsonSchema } from './json-schemas'

/**
 * Ids in examples. The caller makes `fresh`, so pages for trying examples replace it with a new one. The chat is the
 * world, which everyone is in.
 */
export const exampleIds = {
  fresh: '01980000-0000-7000-8000-0000000000a1',
  UserId: '01980000-0000-7000-8000-0000000000b1',
  SessionId: '01980000-0000-7000-8000-0000000000c1',
  ChatId: WORLD_CHAT_ID,
  MessageId: '01980000-0000-7000-8000-0000000000d1',
  MediaId: '01980000-0000-7000-8000-0000000000e1',
  AccountRequestId: '01980000-0000-7000-8000-0000000000f1',
  ReportId: '01980000-0000-7000-8000-0000000000f2',
  WaveId: '01980000-0000-7000-8000-0000000000f3',
  PasskeyId: '01980000-0000-7000-8000-0000000000f4',
  ServiceTokenId: '01980000-0000-7000-8000-0000000000f5',
} as const

/** Methods whose callers make the parameter `id`. */
const makers: readonly MethodName[] = [
  'messages.send',
  'messages.forward',
  'groups.create',
  'channels.create',
  'media.create',
  'admin.cleanWave',
  'service.createGroup',
  'service.sendMessage',
  'service.sendSystem',
]

/** Example values by field name, where the schema isn't enough. */
const byField: Readonly<Record<string, unknown>> = {
  ...{ text: 'Hello from the docs', name: 'Alice', username: 'alice', login: 'alice', query: 'al', emoji: '👍' },
  ...{ password: 'tidal fox lamp 9', newPassword: 'quiet barn owl 4', device: 'Docs', code: 'aB3dE5fG7h' },
  ...{ note: 'We met on Saturday', reply: 'Gladly', remark: 'Al', nickname: 'Al', about: 'Long walks, short talks' },
  ...{ email: 'alice@example.org', at: 1_790_000_000_000, seq: 1, rev: 1, reason: 'draining' },
}

/** Optional parameters worth showing, and values that say more than the first one that fits. */
const byMethod: Partial<Record<MethodName, Readonly<Record<string, unknown>>>> = {
  'accounts.update': { name: 'Alice' },
  'accounts.setPrivacy': { seenBy: 'friends' },
  'accounts.verifyEmail': { code: '31415926' },
  'admin.blockNetwork': { network: '203.0.113.0/24', forMs: 604_800_000 },
  'admin.unblockNetwork': { network: '203.0.113.0/24' },
  'accounts.passSecondFactor': { ticket: 'ebmoh5XJ6sHmnBHnPvJ2wPnpTxtTNfWBZ8GfTVwgx8I', code: '314159' },
  'accounts.confirmTotp': { code: '314159' },
  'accounts.renewRecoveryCodes': { code: '314159' },
  'accounts.disableTotp': { code: '314159' },
  'admin.setMailDomains': { refused: ['throwaway.example'], allowed: ['good.example.org'] },
  'admin.testMail': { to: 'alice@example.org' },
  'chats.draft': { draft: { text: 'Not sent yet' } },
  'groups.create': { name: 'Sunday walkers' },
  'service.openDirect': { externalIds: ['customer-42', 'seller-9'] },
  'groups.update': { about: 'Long walks, short talks' },
  'groups.setNickname': { nickname: 'Al' },
  'channels.create': { name: 'Kites' },
  'channels.update': { about: 'Everything that flies' },
  'friends.remark': { remark: 'Al' },
  'messages.list': { limit: 10 },
  'messages.react': { on: true },
  'messages.pin': { pinned: true },
  'media.create': { name: 'beach.jpg', size: 245_760 },
  'chats.pin': { pinned: true },
  'reports.create': { userId: exampleIds.UserId },
  'groups.mute': { forMs: 3_600_000 },
  'channels.mute': { forMs: 3_600_000 },
  'chats.notify': { silence: 3_600_000 },
  'chats.changes': { since: 0 },
}

type Named = Readonly<Record<string, JsonSchema>>

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

const exampleOfNumber = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema, field: string): number => {
  const usual = /(At|Until|until|Time)$/.test(field) ? 1_790_000_000_000 : 1
  return Math.min(Math.max(minimum, usual), maximum)
}

const exampleOfText = ({ minLength = 0, pattern }: JsonSchema, field: string): string => {
  if (pattern?.includes('7[0-9a-f]{3}')) return exampleIds.fresh
  const usual = byField[field]
  const text = typeof usual === 'string' ? usual : 'example'
  return text.padEnd(minLength, 'x')
}

/** An example of an object with its required fields. */
const exampleOfObject = (schema: JsonSchema, named: Named): Readonly<Record<string, unknown>> => {
  const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name))
  return Object.fromEntries(needed.map(([name, property]) => [name, exampleOf(property, named, name)]))
}

/** The smallest value that fits a schema. `field` is the name of the value. */
export const exampleOf = (schema: JsonSchema, named: Named, field = ''): unknown => {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    if (Object.hasOwn(exampleIds, name)) return exampleIds[name as keyof typeof exampleIds]
    return exampleOf(named[name] ?? {}, named, field)
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choices = schema.oneOf ?? schema.anyOf
  if (choices?.[0]) return exampleOf(choices[0], named, field)
  switch (schema.type) {
    case 'object':
      return exampleOfObject(schema, named)
    case 'array':
      return schema.items ? [exampleOf(schema.items, named, field.replace(/s$/, ''))] : []
    case 'integer':
    case 'number':
      return exampleOfNumber(schema, field)
    case 'boolean':
      return true
    case 'string':
      return exampleOfText(schema, field)
    default:
      return null
  }
}

/** Example parameters of a method, with a new id where the caller makes it. */
export const exampleParams = (method: MethodName, schema: JsonSchema, named: Named): Record<string, unknown> => ({
  ...exampleOfObject(schema, named),
  ...(makers.includes(method) ? { id: exampleIds.fresh } : {}),
  ...byMethod[method],
})
