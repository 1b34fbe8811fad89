import { expect, test } from 'bun:test'
import { type AuditAction, type ChatId, newUuidV7, type Params, type ReportAct, WORLD_CHAT_ID } from '@parley/protocol'
import { code, onlyOf, openOf, type ReportScene, report, startReports } from '../testing/report-scene'
import { type Person, TestApp } from '../testing/test-app'
import { testedKind } from '../testing/test-database'

const HOUR_MS = 3_600_000
const end = (person: Person, given: Params<'reports.end'>) => person.call('reports.end', given)
const inputOf = (id: Params<'reports.end'>['id'], act: ReportAct): Params<'reports.end'> =>
  act === 'mute' ? { id, act, forMs: HOUR_MS } : { id, act }

/** The effects of an act on bob, who wrote the reported message, and on the message. */
const effectsOn = async ({ app, bob, carol }: ReportScene, { chatId, id }: { chatId: ChatId; id: string }) => {
  const { messages } = await carol.call('messages.list', { chatId })
  const again = await code(bob.call('messages.send', { id: newUuidV7() as never, chatId, body: textBody('again') }))
  const returns = await code(app.connect().call('session.open', { token: bob.token }))
  return [messages.find((message) => message.id === id)?.body.type, again, returns]
}
const textBody = (text: string) => ({ type: 'text' as const, text })

const inGroup: Record<ReportAct, readonly (string | undefined)[]> = {
  dismiss: ['text', 'accepted', 'accepted'],
  retract: ['retracted', 'accepted', 'accepted'],
  mute: ['text', 'muted', 'accepted'],
  ban: ['text', 'not_a_member', 'accepted'],
  disable: ['text', 'hangs', 'account_disabled'],
}
const acts = Object.keys(inGroup) as ReportAct[]

test.each(acts)('[RP6] in a group an administrator ends a report with: %s', async (act) => {
  await using scene = await startReports()
  const { admin, bob, carol, group } = scene
  const said = await bob.say(group, 'buy boats')
  await report(carol, said)
  const { id, acts: offered } = await onlyOf(admin)
  expect(offered).toEqual(acts)
  const { report: ended, isYours } = await end(admin, inputOf(id, act))
  expect([ended.ended, ended.acts, isYours]).toEqual([
    { at: expect.any(Number), act, byId: admin.me.id, ...(act === 'mute' && { forMs: HOUR_MS }) },
    [],
    true,
  ])
  expect(await openOf(admin)).toEqual([])
  if (act === 'disable') expect(bob.connection.closedWith).toBe(4502)
  else expect(await effectsOn(scene, said)).toEqual([...inGroup[act]])
})

test.each(acts)('[RP6] in a group its admin ends a report with: %s', async (act) => {
  await using scene = await startReports()
  const { leader, bob, carol, group } = scene
  const said = await bob.say(group, 'buy boats')
  await report(carol, said)
  const { id, acts: offered } = await onlyOf(leader, group)
  expect(offered).toEqual(['dismiss', 'retract', 'mute', 'ban'])
  const outcome = await code(end(leader, inputOf(id, act)))
  expect(outcome).toBe(act === 'disable' ? 'forbidden' : 'accepted')
  expect(await effectsOn(scene, said)).toEqual([...inGroup[act === 'disable' ? 'dismiss' : act]])
  expect(await openOf(leader, group)).toHaveLength(act === 'disable' ? 1 : 0)
})

test('[RP6] in the world an administrator can also mute, in a direct chat and for a person there is less to do', async () => {
  await using scene = await startReports()
  const { admin, bob, carol, direct } = scene
  const offered = async (given: () => Promise<unknown>) => {
    await given()
    return (await openOf(admin))[0]
  }
  const world = await bob.say(WORLD_CHAT_ID, 'buy boats')
  const inDirect = await bob.say(direct, 'buy boats')
  const inWorld = await offered(() => report(carol, world))
  expect(inWorld?.acts).toEqual(['dismiss', 'retract', 'mute', 'disable'])
  const private_ = await offered(() => report(carol, inDirect))
  expect(private_?.acts).toEqual(['dismiss', 'retract', 'disable'])
  const person = await offered(() => carol.call('reports.create', { userId: bob.me.id, reason: 'fraud' }))
  expect(person?.acts).toEqual(['dismiss', 'disable'])
  const ids = [inWorld, private_, person].map((one) => one?.id ?? ('' as never))
  expect(await code(end(admin, inputOf(ids[0] as never, 'ban')))).toBe('forbidden')
  expect(await code(end(admin, inputOf(ids[1] as never, 'mute')))).toBe('forbidden')
  for (const act of ['retract', 'mute', 'ban'] as const)
    expect(await code(end(admin, inputOf(ids[2] as never, act)))).toBe('forbidden')
  await end(admin, inputOf(ids[0] as never, 'mute'))
  await end(admin, inputOf(ids[1] as never, 'retract'))
  expect(await effectsOn(scene, world)).toEqual(['text', 'muted', 'accepted'])
  expect(await effectsOn(scene, inDirect)).toEqual(['retracted', 'accepted', 'accepted'])
  await end(admin, inputOf(ids[2] as never, 'disable'))
  expect(bob.connection.closedWith).toBe(4502)
})

test('[RP6] deciders act on lower roles, as everywhere in a group', async () => {
  await using scene = await startReports()
  const { admin, owner, leader, bob, carol, group } = scene
  await owner.call('groups.setRole', { chatId: group, userId: bob.me.id, role: 'admin' })
  await report(carol, await bob.say(group, 'an admin'))
  await report(carol, await owner.say(group, 'the owner'))
  const seen = async (person: Person, chatId?: ChatId) => (await openOf(person, chatId)).map((one) => one.acts)
  expect(await seen(admin)).toEqual([['dismiss', 'retract', 'disable'], acts])
  expect(await seen(leader, group)).toEqual([
    ['dismiss', 'retract'],
    ['dismiss', 'retract'],
  ])
  expect(await seen(owner, group)).toEqual([['dismiss', 'retract', 'mute', 'ban']])
  for (const { id } of await openOf(leader, group))
    for (const act of ['mute', 'ban'] as const) expect(await code(end(leader, inputOf(id, act)))).toBe('forbidden')
})

test('[RP6] an act that is refused leaves the report open', async () => {
  await using scene = await startReports()
  const { admin, leader, owner, bob, carol, group } = scene
  await report(carol, await bob.say(group, 'buy boats'))
  const { id } = await onlyOf(leader, group)
  await bob.call('groups.leave', { chatId: group })
  expect((await onlyOf(leader, group)).acts).toEqual(['dismiss', 'retract', 'ban'])
  expect(await code(end(leader, inputOf(id, 'mute')))).toBe('not_found')
  await owner.call('groups.dissolve', { chatId: group })
  expect((await onlyOf(admin)).acts).toEqual(['dismiss', 'disable'])
  for (const act of ['retract', 'mute', 'ban'] as const) {
    expect(await code(end(leader, inputOf(id, act)))).toBe('dissolved')
    expect(await code(end(admin, inputOf(id, act)))).toBe('dissolved')
  }
  expect((await onlyOf(admin)).id).toBe(id)
  expect(await code(end(leader, inputOf(id, 'dismiss')))).toBe('accepted')
})

test('[RP7] of deciders at once, on any node, one acts, and the others get the act that ended the report', async () => {
  await using scene = await startReports()
  const { app, clock, admin, owner, leader, bob, carol, group } = scene
  // SQLite serves one node.
  await using other = testedKind() === 'postgres' ? await TestApp.start({ clock, beside: app }) : undefined
  const there = await (other ?? app).signedIn(owner.me, owner.token)
  await report(carol, await bob.say(group, 'buy boats'))
  const { id } = await onlyOf(admin)
  const tries: readonly (readonly [Person, ReportAct])[] = [
    [leader, 'ban'],
    [there, 'mute'],
    [admin, 'retract'],
  ]
  const answers = await Promise.all(tries.map(([person, act]) => end(person, inputOf(id, act))))
  const winners = answers.map(({ isYours }) => isYours)
  expect(winners.filter(Boolean)).toHaveLength(1)
  const winner = tries[winners.indexOf(true)]
  expect(new Set(answers.map((answer) => answer.report.ended?.act))).toEqual(new Set([winner?.[1]]))
  const { messages } = await owner.call('messages.list', { chatId: group })
  const { members } = await owner.call('groups.members', { chatId: group })
  const place = members.find(({ userId }) => userId === bob.me.id)
  const happened: Partial<Record<ReportAct, boolean>> = {
    ban: place === undefined,
    mute: place?.mutedUntil !== undefined,
    retract: messages.some(({ retractedAt }) => retractedAt !== undefined),
  }
  for (const [, act] of tries) expect([act, happened[act]]).toEqual([act, act === winner?.[1]])
  // The same decision again, after a lost answer, is still theirs.
  const [person, act] = winner ?? [admin, 'dismiss']
  expect(await end(person, inputOf(id, act))).toMatchObject({ isYours: true, report: { ended: { act } } })
})

test('[RP7] every decider is notified of the end', async () => {
  await using scene = await startReports()
  const { admin, owner, leader, bob, carol, group } = scene
  await report(carol, await bob.say(group, 'buy boats'))
  const heard = () => [admin, owner, leader, bob, carol].map((one) => one.connection.events('reports.changed').length)
  expect(heard()).toEqual([1, 1, 1, 0, 0])
  const { id } = await onlyOf(leader, group)
  await end(leader, inputOf(id, 'dismiss'))
  await end(leader, inputOf(id, 'dismiss'))
  expect(heard()).toEqual([2, 2, 2, 0, 0])
  for (const [person, chatId] of [
    [admin, undefined],
    [owner, group],
  ] as const)
    expect(await person.call('reports.count', { ...(chatId && { chatId }) })).toEqual({ count: 0 })
})

test('[AD1] [RP8] every decision of an administrator is in the audit log, with its act, and names no private chat', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol, group, direct, leader } = scene
  const entriesAfter = async (chatId: ChatId, act: ReportAct) => {
    const { entries: before } = await admin.call('admin.audit', {})
    await report(carol, await bob.say(chatId, `${act} this`))
    await end(admin, inputOf((await onlyOf(admin)).id, act))
    const { entries } = await admin.call('admin.audit', {})
    return entries.slice(0, entries.length - before.length)
  }
  const entry = (action: AuditAction, act: ReportAct, chatId?: ChatId) => ({
    ...{ id: expect.any(Number), at: expect.any(Number), byId: admin.me.id, address: '127.0.0.1' },
    ...{ action, userId: bob.me.id, ...(chatId && { chatId }) },
    ...(action === 'report_ended' && {
      before: act === 'mute' ? { reportAct: null, mutedForMs: null } : { reportAct: null },
      after: { reportAct: act, ...(act === 'mute' && { mutedForMs: HOUR_MS }) },
    }),
  })
  expect(await entriesAfter(group, 'retract')).toEqual([entry('report_ended', 'retract')])
  expect(await entriesAfter(group, 'mute')).toEqual([entry('report_ended', 'mute')])
  await leader.call('groups.mute', { chatId: group, userId: bob.me.id, forMs: 0 })
  expect(await entriesAfter(direct, 'dismiss')).toEqual([entry('report_ended', 'dismiss')])
  expect(await entriesAfter(WORLD_CHAT_ID, 'retract')).toEqual([
    entry('report_ended', 'retract', WORLD_CHAT_ID),
    entry('message_retracted', 'retract', WORLD_CHAT_ID),
  ])
  expect(await entriesAfter(group, 'ban')).toEqual([entry('report_ended', 'ban')])
  expect(await entriesAfter(direct, 'disable')).toEqual([
    entry('report_ended', 'disable'),
    entry('user_disabled', 'disable'),
  ])
  // An admin of the group is no administrator of the server.
  const dave = await app.person('dave')
  await leader.call('groups.invite', { chatId: group, userIds: [dave.me.id] })
  await report(carol, await dave.say(group, 'hello'))
  const before = await admin.call('admin.audit', {})
  await end(leader, inputOf((await onlyOf(leader, group)).id, 'ban'))
  expect(await admin.call('admin.audit', {})).toEqual(before)
})

test('[RP5] the owner and admins of a group see that an administrator banned someone, and not which one', async () => {
  await using scene = await startReports()
  const { app, admin, owner, leader, bob, carol, group } = scene
  const dave = await app.person('dave')
  await leader.call('groups.invite', { chatId: group, userIds: [dave.me.id] })
  await report(carol, await bob.say(group, 'buy boats'))
  await end(admin, inputOf((await onlyOf(admin)).id, 'ban'))
  await report(carol, await dave.say(group, 'buy more boats'))
  await end(leader, inputOf((await onlyOf(leader, group)).id, 'ban'))
  const { bans, users } = await owner.call('groups.bans', { chatId: group })
  expect(bans).toEqual([
    { userId: bob.me.id, at: expect.any(Number) },
    { userId: dave.me.id, byId: leader.me.id, at: expect.any(Number) },
  ])
  expect(users.map(({ id }) => id)).not.toContain(admin.me.id)
})

test('[RP5] the audit log hides from administrators how reports about themselves ended, with every filter', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol } = scene
  await app.core.admin.grant('bob')
  await report(carol, await bob.say(WORLD_CHAT_ID, 'buy boats'))
  await end(admin, inputOf((await onlyOf(admin)).id, 'dismiss'))
  const filters = [{}, { userId: bob.me.id }, { byId: admin.me.id }, { action: 'report_ended' as const }]
  for (const filter of filters) {
    const seenBy = async (person: Person) =>
      (await person.call('admin.audit', filter)).entries.filter(({ action }) => action === 'report_ended').length
    expect([await seenBy(admin), await seenBy(bob)]).toEqual([1, 0])
  }
})
