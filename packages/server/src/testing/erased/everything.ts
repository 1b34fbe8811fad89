import { type ChatId, type MediaId, type MessageId, newUuidV7, type Params } from '@parley/protocol'
import { toBytes } from '../../lib/uuid-bytes'
import { addPasskey } from '../authenticator'
import { mailedCode } from '../mailed-code'
import { pngOf } from '../sample-pictures'
import { ticketOf, turnOnSecondFactor } from '../second-factor'
import type { Person, TestApp } from '../test-app'
import { upload } from '../upload'
import { sayVoice } from '../voice'

/** Texts that must be nowhere after the erasure of their owner. */
export const traces = {
  username: 'zenobia',
  name: 'Zenobia Quist 奎斯特',
  pinyin: 'zenobia quist kui si te',
  spelling: 'zenobiaquistkuisite',
  bio: 'keeps lighthouses',
  subject: 'keeper-of-lamp-77',
  label: 'zq at the lantern office',
  status: 'counting gulls',
  device: 'brass telescope',
  nickname: 'Lampkeeper',
  groupDraft: 'half a letter',
  directDraft: 'half a confession',
  saved: 'my hidden diary',
  savedFile: 'diary-scan.png',
  remark: 'that keeper',
  request: 'we met at the pier',
  note: 'from the harbour',
  lonelyGroup: 'Society of one',
  externalId: 'shop-keeper-77',
  email: 'pier.keeper@lake.example',
  reportNote: 'the gulls saw it',
  reportedCaption: 'a caption that was reported',
  pendingEmail: 'pier.warden@hill.example',
} as const

/** Messages that others keep. */
export const said = { direct: 'a word for bob', group: 'a word for all' } as const

const message = () => newUuidV7() as MessageId

/** Writes into every table that can hold something of a person. Alice leaves with the account; bob and carol stay. */
export const doEverything = async (app: TestApp) => {
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  const alice = await app.person(traces.username, { name: traces.name, device: traces.device })
  const avatar = (await upload(app, alice, { bytes: pngOf(33, 33) })).mediaId
  await alice.call('accounts.update', { bio: traces.bio, avatar })
  await alice.call('presence.set', { status: 'away', text: traces.status })
  await fillEmails(app, alice)
  await fillIdentities(app, alice)
  await fillSecondFactor(app, alice)
  const inGroups = await fillGroups({ alice, bob, carol })
  const inChats = await fillChats(app, { alice, bob, carol })
  await alice.call('friends.request', { userId: admin.me.id, note: traces.request })
  await admin.call('admin.resetPassword', { userId: alice.me.id })
  await alice.call('invites.create', {})
  const reported = await fillReports(app, { alice, bob, carol }, inChats.direct)
  await coverByWave(app, alice)
  await linkExternal(app, alice)
  await exportAndRequest(app, alice)
  const wrong = app.connect()
  await wrong.call('accounts.login', { login: traces.username, password: 'a guess' }).catch(() => undefined)
  return { admin, alice, bob, carol, avatar, reported, ...inGroups, ...inChats }
}

/** Exports the data, and leaves another export unfinished. */
const exportAndRequest = async (app: TestApp, { me }: Person): Promise<void> => {
  const { exports, work } = app.core.exports
  await exports.requestFor(me.id)
  await work.look()
  await work.stop()
  await app.database.write(({ db }) => db.updateTable('exports').set({ requested_at: 0, state: 'failed' }).execute())
  await exports.requestFor(me.id)
  await app.database.write(async ({ db }) => {
    const { key } = await db
      .selectFrom('exports')
      .select('key')
      .where('state', '=', 'building')
      .executeTakeFirstOrThrow()
    await db.insertInto('export_entries').values({ export_key: key, place: 0, entry: traces.saved }).execute()
  })
}

/** A cleanup of a spam wave covers the account, as if its time to undo were not over. */
const coverByWave = (app: TestApp, { me }: Person): Promise<void> =>
  app.database.write(async ({ db }) => {
    const { key } = await db
      .selectFrom('users')
      .select('key')
      .where('id', '=', toBytes(me.id))
      .executeTakeFirstOrThrow()
    await db.insertInto('flood_mutes').values({ user_key: key, at: 1, until: 2, step: 0, rev: 0 }).execute()
    await db.insertInto('wave_accounts').values({ wave_key: 1, user_key: key, done: 1, disabled_at: null }).execute()
  })

/** Another product has the account as one of its users. */
const linkExternal = (app: TestApp, { me }: Person): Promise<void> =>
  app.database.write(async ({ db, now }) => {
    const { key } = await db
      .selectFrom('users')
      .select('key')
      .where('id', '=', toBytes(me.id))
      .executeTakeFirstOrThrow()
    await db
      .insertInto('external_users')
      .values({ external_id: traces.externalId, user_key: key, created_at: now })
      .execute()
  })

const fillEmails = async (app: TestApp, alice: Person): Promise<void> => {
  const password = `correct horse ${traces.username.length} battery`
  await alice.call('accounts.setEmail', { email: traces.email, password })
  const code = mailedCode((await app.mails()).at(-1)) ?? ''
  await alice.call('accounts.verifyEmail', { code })
  await alice.call('accounts.setEmail', { email: traces.pendingEmail, password })
}

/** Adds a passkey, turns on the second factor, and leaves a sign-in that waits for its code. */
const fillSecondFactor = async (app: TestApp, alice: Person): Promise<void> => {
  const password = `correct horse ${traces.username.length} battery`
  await addPasskey(app, alice, { password })
  await turnOnSecondFactor(app, alice, password)
  await ticketOf(app.connect().call('accounts.login', { login: traces.username, password }))
}

/** Links an account at a provider, with a session that follows the provider. */
const fillIdentities = async (app: TestApp, alice: Person): Promise<void> => {
  const person = {
    ...{ issuer: 'https://id.example', subject: traces.subject, label: traces.label, email: undefined },
    ...{ username: undefined, name: undefined, admin: undefined, refreshToken: undefined },
  }
  const stranger = { address: '127.0.0.1', device: 'browser', origin: 'http://parley.test' }
  const entered = await app.core.providers.signIns.enter(stranger, { provider: 'work', person })
  if (entered.kind !== 'step') throw new Error('the person has an account')
  const password = `correct horse ${traces.username.length} battery`
  await alice.call('accounts.linkIdentity', { ticket: entered.ticket, password })
  const { session } = await alice.call('accounts.me', {})
  await app.database.write(async ({ db }) => {
    const identity = await db.selectFrom('identities').selectAll().executeTakeFirstOrThrow()
    const removed = { user_key: identity.user_key, issuer: 'https://other.example', removed_at: 1 }
    await db.insertInto('removed_identities').values(removed).execute()
    await db
      .insertInto('provider_sessions')
      .values({
        ...{
          session_id: toBytes(session.id),
          user_key: identity.user_key,
          identity_key: identity.key,
          provider: 'work',
        },
        ...{ refresh_token: null, check_at: app.database.now() + 90 * 86_400_000 },
      })
      .execute()
  })
}

interface Trio {
  readonly alice: Person
  readonly bob: Person
  readonly carol: Person
}

/** Alice reports, and is reported. */
const fillReports = async (app: TestApp, { alice, bob, carol }: Trio, direct: ChatId): Promise<MediaId> => {
  const heard = await bob.say(direct, 'react to that')
  const note = traces.reportNote
  await alice.call('reports.create', { message: { chatId: direct, id: heard.id }, reason: 'abuse', note })
  await alice.call('reports.create', { userId: carol.me.id, reason: 'other', note })
  await carol.call('reports.create', { userId: alice.me.id, reason: 'spam', note: `${traces.name} again` })
  const { mediaId } = await upload(app, alice, { chatId: direct, bytes: pngOf(36, 36) })
  const body = { type: 'image', mediaId, caption: traces.reportedCaption } as const
  const { id } = await alice.call('messages.send', { id: message(), chatId: direct, body })
  await bob.call('reports.create', { message: { chatId: direct, id }, reason: 'spam' })
  await alice.call('messages.retract', { chatId: direct, id })
  return mediaId
}

const newGroup = async (owner: Person, about: Omit<Params<'groups.create'>, 'id'>): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, ...about })
  return id
}

const fillGroups = async ({ alice, bob, carol }: Trio) => {
  const group = await newGroup(alice, { name: 'Kites', userIds: [bob.me.id, carol.me.id] })
  await alice.call('groups.setNickname', { chatId: group, userId: alice.me.id, nickname: traces.nickname })
  await alice.call('chats.draft', { chatId: group, draft: { text: traces.groupDraft } })
  await alice.call('chats.pin', { chatId: group, pinned: true })
  await alice.call('groups.createLink', { chatId: group })
  const quoted = await alice.say(group, said.group)
  await bob.call('messages.send', {
    ...{ id: message(), chatId: group, body: { type: 'text', text: 'well said' } },
    replyTo: { id: quoted.id, seq: quoted.seq },
    mentions: [alice.me.id],
  })
  const heard = await bob.say(group, 'react to this')
  await alice.call('messages.react', { chatId: group, id: heard.id, emoji: '👍', on: true })
  await alice.call('messages.hide', { chatId: group, ids: [heard.id] })
  const closedTo = await newGroup(bob, { name: 'Without her', userIds: [] })
  await bob.call('groups.ban', { chatId: closedTo, userId: alice.me.id })
  const lonely = await newGroup(alice, { name: traces.lonelyGroup, userIds: [] })
  await alice.say(lonely, traces.lonelyGroup)
  const asked = await newGroup(bob, { name: 'By request', userIds: [] })
  await bob.call('groups.update', { chatId: asked, joinPolicy: 'approval' })
  await alice.call('groups.join', { chatId: asked })
  const slow = await newGroup(bob, { name: 'Slow', userIds: [alice.me.id] })
  await bob.call('groups.update', { chatId: slow, slowModeMs: 10_000 })
  await alice.say(slow, said.group)
  const channel = newUuidV7() as ChatId
  await alice.call('channels.create', { id: channel, name: 'Boats' })
  return { group, quoted, lonely, channel }
}

const fillChats = async (app: TestApp, { alice, bob, carol }: Trio) => {
  const direct = (await alice.call('chats.direct', { userId: bob.me.id })).chat.id
  await alice.say(direct, said.direct)
  await alice.call('chats.draft', { chatId: direct, draft: { text: traces.directDraft } })
  const shown = await upload(app, alice, { chatId: direct, bytes: pngOf(34, 34) })
  await alice.call('messages.send', { id: message(), chatId: direct, body: { type: 'image', mediaId: shown.mediaId } })
  const voice = await sayVoice(app, bob, direct)
  await alice.call('messages.markPlayed', { chatId: direct, ids: [voice.id] })
  const saved = (await alice.call('chats.direct', { userId: alice.me.id })).chat.id
  await alice.say(saved, traces.saved)
  const kept = await upload(app, alice, { chatId: saved, bytes: pngOf(35, 35), name: traces.savedFile })
  await alice.call('messages.send', { id: message(), chatId: saved, body: { type: 'image', mediaId: kept.mediaId } })
  await alice.call('friends.request', { userId: bob.me.id })
  await bob.call('friends.answer', { userId: alice.me.id, accept: true, reply: traces.note })
  await bob.call('friends.remark', { userId: alice.me.id, remark: traces.remark })
  await alice.call('friends.block', { userId: carol.me.id })
  await carol.call('friends.block', { userId: alice.me.id })
  return { direct, saved, shown: shown.mediaId, kept: kept.mediaId }
}
