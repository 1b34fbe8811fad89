import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type ChatId, type MessageId, type MethodName, newUuidV7, serviceScopes } from '@parley/protocol'
import { exampleOf } from '@parley/protocol/examples'
import { contractSchemas, type JsonSchema, methodEntries } from '@parley/protocol/json-schemas'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { findPostgres } from '@parley/server/src/testing/postgres'
import { callAsService, serviceOf } from '@parley/server/src/testing/service'
import { type Person, TestApp } from '@parley/server/src/testing/test-app'
import type { DatabaseKind } from '@parley/server/src/testing/test-database'
import { upload } from '@parley/server/src/testing/upload'

/** Everything in the private chats that no administrator may see. */
const secrets = {
  text: 'the key is under the third pot',
  edited: 'the key is in the boathouse',
  file: 'map-to-the-boathouse.png',
  caption: 'mark the old pier',
  groupName: 'The hidden garden',
  about: 'meets below the lighthouse',
  announcement: 'bring lanterns at midnight',
  nickname: 'Keeper of lanterns',
  link: 'https://boathouse.example/secret',
  poll: 'a word in the direct chat',
} as const
/** The text of the only reported messages, one in each chat. */
const reported = 'buy cheap boats here'

interface Scene {
  readonly app: TestApp
  readonly bob: Person
  readonly carol: Person
  /** Ids by the names of their schemas: several of each. */
  readonly ids: Readonly<Record<string, readonly string[]>>
}

const build = async (kind: DatabaseKind): Promise<Scene> => {
  const app = await TestApp.start({ kind, clock: new FakeClock() })
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const direct = (await bob.call('chats.direct', { userId: carol.me.id })).chat.id
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: secrets.groupName, userIds: [carol.me.id] })
  await bob.call('groups.update', { chatId: group, about: secrets.about, announcement: secrets.announcement })
  await bob.call('groups.setNickname', { chatId: group, userId: bob.me.id, nickname: secrets.nickname })
  const messageIds: string[] = []
  const mediaIds: string[] = []
  for (const chatId of [direct, group]) {
    const { mediaId } = await upload(app, bob, { chatId, name: secrets.file })
    const first = await bob.say(chatId, secrets.text)
    const id = newUuidV7() as MessageId
    await bob.call('messages.send', { id, chatId, body: { type: 'image', mediaId, caption: secrets.caption } })
    const changed = await bob.say(chatId, 'not yet')
    await bob.call('messages.edit', { chatId, id: changed.id, body: { type: 'text', text: secrets.edited } })
    const last = await bob.say(chatId, `${secrets.link} ${secrets.poll}`)
    await bob.call('messages.pin', { chatId, id: first.id, pinned: true })
    messageIds.push(first.id, id, changed.id, last.id)
    mediaIds.push(mediaId)
  }
  for (const chatId of [direct, group]) {
    const { id } = await bob.say(chatId, reported)
    await carol.call('reports.create', { message: { chatId, id }, reason: 'spam' })
  }
  const rows = await app.database.read((db) => db.selectFrom('reports').select('id').execute())
  const reportIds = rows.map(({ id }) => (typeof id === 'string' ? id : asUuid(id)))
  const ids = {
    ...{ ChatId: [direct, group], UserId: [bob.me.id, carol.me.id], MessageId: messageIds, MediaId: mediaIds },
    ReportId: reportIds,
  }
  return { app, bob, carol, ids }
}

const asUuid = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const schemas = contractSchemas()
const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** Which ids stand in the parameters of one call. */
interface Filling {
  readonly ids: Scene['ids']
  readonly at: number
  /** The optional parameters to give. */
  readonly gives: (name: string) => boolean
}

/** Parameters that name the private chats wherever an id fits. Lists hold all ids. */
const fill = (schema: JsonSchema, filling: Filling, field = ''): unknown => {
  const { ids, at, gives } = filling
  if (schema.$ref !== undefined) {
    const known = ids[nameOf(schema.$ref)]
    if (known) return known[at % known.length]
    return fill((schemas.named as Readonly<Record<string, JsonSchema>>)[nameOf(schema.$ref)] ?? {}, filling, field)
  }
  if (schema.type === 'array' && schema.items?.$ref !== undefined) {
    const known = ids[nameOf(schema.items.$ref)]
    if (known) return known
  }
  if (schema.type === 'array' && schema.items) return [fill(schema.items, filling, field)]
  if (schema.type !== 'object') return exampleOf(schema, schemas.named, field)
  const { properties = {}, required = [] } = schema
  const given = Object.entries(properties).filter(([name]) => required.includes(name) || gives(name))
  const entries = given.map(([name, property]) => [name, fill(property, filling, name)] as const)
  return Object.fromEntries(entries)
}

/** Several forms of a call: with no, all, and each one of its optional parameters, and with each id. */
const formsOf = (method: MethodName, ids: Scene['ids']): unknown[] => {
  const schema = schemas.params[method]
  const optional = Object.keys(schema.properties ?? {}).filter((name) => !schema.required?.includes(name))
  const choices: Filling['gives'][] = [
    () => false,
    () => true,
    ...optional.map((one) => (name: string) => name === one),
  ]
  const count = Math.max(...Object.values(ids).map(({ length }) => length))
  const forms = Array.from({ length: count }, (_, at) => choices.map((gives) => fill(schema, { ids, at, gives })))
  return [...new Set(forms.flat().map((form) => JSON.stringify(form)))].map((text) => JSON.parse(text))
}

/** The responses to all forms of a call, and all events of a person. */
const heardFrom = async (scene: Scene, person: Person, method: MethodName): Promise<string> => {
  const answers: unknown[] = []
  for (const form of formsOf(method, scene.ids))
    answers.push(
      await person.connection.call(method, form as never).then(
        (result) => result,
        ({ code, message }) => [code, message],
      ),
    )
  return JSON.stringify([answers, person.connection.frames])
}

const secretsIn = (heard: string): string[] => Object.values(secrets).filter((secret) => heard.includes(secret))

const kinds: readonly DatabaseKind[] = findPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']
if (kinds.length === 1) console.log('Private chats on PostgreSQL are skipped: PostgreSQL is not installed.')

/** These end the caller's connection, or change no more than the caller's own account. */
const ends: readonly MethodName[] = ['session.close', 'accounts.logout']

describe.each(kinds)('on %s', (kind) => {
  let scene: Scene
  let admins = 0
  beforeAll(async () => {
    scene = await build(kind)
  })
  afterAll(() => scene.app[Symbol.asyncDispose]())

  test('[RP10] the calls below reveal everything to a member of the chats', async () => {
    const { carol } = scene
    const found = new Set<string>()
    for (const method of ['messages.list', 'groups.members', 'sync.pull', 'chats.direct', 'media.get'] as const) {
      const heard = await heardFrom(scene, carol, method)
      for (const secret of secretsIn(heard)) found.add(secret)
      if (method === 'media.get') expect(heard).toContain('/media/')
    }
    expect([...found].toSorted()).toEqual(Object.values(secrets).toSorted())
  })

  test.each(methodEntries().map(([method]) => method))(
    '[RP10] an administrator learns nothing of private chats from %s, but the reported message',
    async (method) => {
      const { app, ids } = scene
      const admin = await app.person(`admin${kind}${++admins}`)
      await app.core.admin.grant(admin.me.username)
      const heard = await heardFrom(scene, admin, method)
      expect(secretsIn(heard)).toEqual([])
      const shows = method === 'reports.list' || method === 'reports.end'
      expect([method, heard.includes(reported)]).toEqual([method, shows])
      // No address of a file, by any way.
      for (const mediaId of ids.MediaId ?? []) expect(heard).not.toContain(`/media/${mediaId}`)
      if (!ends.includes(method)) expect(secretsIn(await heardFrom(scene, admin, 'sync.pull'))).toEqual([])
    },
  )

  test('[RP10] an administrator gets no token that signs in as a member of a private chat', async () => {
    const { app } = scene
    const shop = await serviceOf(app)
    const users = ['shop-1', 'shop-2'].map((externalId) => ({ externalId, name: 'Anna' }))
    await shop.call('service.upsertUsers', { users })
    const { id: chatId } = await shop.call('service.openDirect', { externalIds: ['shop-1', 'shop-2'] })
    const id = newUuidV7() as MessageId
    await shop.call('service.sendMessage', { as: 'shop-1', id, chatId, body: { type: 'text', text: secrets.text } })
    const admin = await app.person(`admin${kind}${++admins}`)
    await app.core.admin.grant(admin.me.username)
    const read: string[] = []
    for (const scope of serviceScopes) {
      const made = await admin
        .call('admin.createServiceToken', { name: 'Shop', scopes: [scope] })
        .catch(() => undefined)
      if (!made) continue
      const input = { externalId: 'shop-2', ttlMs: 60_000 }
      const opened = await callAsService(app, made.secret, ['service.createSession', input]).catch(() => undefined)
      if (!opened) continue
      const spy = await app.signedIn(opened.user, opened.session.token)
      read.push(JSON.stringify(await spy.call('messages.list', { chatId })))
    }
    expect(read).toEqual([])
  })
})
