import { expect, test } from 'bun:test'
import { type ChatId, limits, type MessageId, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { code, onlyOf, openOf, report, startReports } from '../testing/report-scene'
import { type Person, TestApp } from '../testing/test-app'

const reported = (person: Person) => person.connection.events('reports.changed').length

test('[RP1] a report keeps the message as it was, through edits and a retraction', async () => {
  await using scene = await startReports()
  const { admin, bob, carol, direct } = scene
  const said = await bob.say(direct, 'first words')
  await bob.say(direct, 'nothing to see')
  await report(carol, said, { reason: 'illegal', note: 'please look' })
  await bob.call('messages.edit', { chatId: direct, id: said.id, body: { type: 'text', text: 'kind words' } })
  await bob.call('messages.retract', { chatId: direct, id: said.id })
  const { reports, users, more } = await admin.call('reports.list', {})
  expect(more).toBe(false)
  expect(reports).toEqual([
    {
      ...{ id: expect.any(String), at: expect.any(Number), count: 1, userId: bob.me.id },
      reasons: [{ reason: 'illegal', count: 1 }],
      reporters: [{ reason: 'illegal', note: 'please look', at: expect.any(Number), byId: carol.me.id }],
      chat: { id: direct, kind: 'direct' },
      messages: [said],
      acts: ['dismiss', 'disable'],
    },
  ])
  expect(users.map(({ id }) => id).toSorted()).toEqual([bob.me.id, carol.me.id].toSorted())
})

test('[RP1] a report keeps the first and the latest form of an edited message, and those that the oldest accounts reported', async () => {
  await using scene = await startReports()
  const { app, clock, admin, bob } = scene
  const said = await bob.say(WORLD_CHAT_ID, 'form 0')
  for (let form = 0; form < limits.reportVersions + 2; form++) {
    const text = `form ${form}`
    if (form > 0) await bob.call('messages.edit', { chatId: WORLD_CHAT_ID, id: said.id, body: { type: 'text', text } })
    for (const name of ['one', 'two']) await report(await app.person(`${name}${form}`), said)
    await clock.advance(1_000)
  }
  const { messages, count } = await onlyOf(admin)
  expect(count).toBe(2 * (limits.reportVersions + 2))
  const last = limits.reportVersions + 1
  expect(messages.map(({ body }) => body)).toEqual(
    [0, 1, 2, 3, last].map((form) => ({ type: 'text', text: `form ${form}` })),
  )
})

test('[RP1] new accounts that report many forms and write many notes push out neither the form nor the note of an older account', async () => {
  await using scene = await startReports()
  const { app, clock, admin, bob, carol } = scene
  const said = await bob.say(WORLD_CHAT_ID, 'form 0')
  const edit = async (text: string) => {
    await clock.advance(1_000)
    await bob.call('messages.edit', { chatId: WORLD_CHAT_ID, id: said.id, body: { type: 'text', text } })
  }
  let made = 0
  const accomplice = async () => report(await app.person(`new${made++}`), said, { note: 'nothing to see' })
  for (let at = 0; at < limits.reportersShown; at++) await accomplice()
  await edit('a kind word')
  await accomplice()
  await edit('an insult')
  // A new account sees it first, but carol's is older.
  await accomplice()
  await report(carol, said, { note: 'he insulted me' })
  for (let form = 3; form < limits.reportVersions + 5; form++) {
    await edit(`form ${form}`)
    await accomplice()
  }
  for (let at = 0; at < limits.reportersShown; at++) await accomplice()
  const { messages, count, reporters } = await onlyOf(admin)
  expect(messages).toHaveLength(limits.reportVersions)
  expect(messages.map(({ body }) => body.type === 'text' && body.text)).toContain('an insult')
  expect(JSON.stringify(messages)).not.toContain('place')
  expect(reporters).toHaveLength(limits.reportersShown)
  const own = reporters.find(({ byId }) => byId === carol.me.id)
  expect(own?.note).toBe('he insulted me')
  expect(count).toBe(made + 1)
  expect(reporters.map(({ at }) => at)).toEqual(reporters.map(({ at }) => at).toSorted((a, b) => a - b))
})

test('[RP2] reports of one message or person are one entry with a count, and reporting again changes nothing', async () => {
  await using scene = await startReports()
  const { admin, owner, bob, carol, group } = scene
  const said = await bob.say(group, 'buy boats')
  await report(carol, said, { reason: 'spam', note: 'boats again' })
  await report(carol, said, { reason: 'abuse', note: 'still boats' })
  await report(owner, said, { reason: 'spam', note: '  ' })
  const entry = await onlyOf(admin)
  expect(entry.count).toBe(2)
  expect(entry.reasons).toEqual([{ reason: 'spam', count: 2 }])
  expect(entry.reporters.map(({ byId, note }) => ({ byId, note }))).toEqual([
    { byId: carol.me.id, note: 'boats again' },
    { byId: owner.me.id, note: undefined },
  ])
  for (const person of [carol, owner]) await person.call('reports.create', { userId: bob.me.id, reason: 'spam' })
  const [person, message] = await openOf(admin)
  expect(message).toEqual(entry)
  expect(person).toMatchObject({ userId: bob.me.id, count: 2, messages: [], acts: ['dismiss', 'disable'] })
  expect(person).not.toHaveProperty('chat')
})

test('[RP2] a report ends for one target only, and a later report opens another one', async () => {
  await using scene = await startReports()
  const { admin, bob, carol } = scene
  const said = await bob.say(WORLD_CHAT_ID, 'buy boats')
  await report(carol, said)
  const first = await onlyOf(admin)
  await admin.call('reports.end', { id: first.id, act: 'dismiss' })
  expect(await openOf(admin)).toEqual([])
  await report(carol, said)
  expect((await onlyOf(admin)).id).not.toBe(first.id)
  const { reports } = await admin.call('reports.list', { state: 'ended' })
  expect(reports.map(({ id, ended, acts }) => ({ id, act: ended?.act, acts }))).toEqual([
    { id: first.id, act: 'dismiss', acts: [] },
  ])
})

test('[RP3] only messages that the reporter sees can be reported, and neither own ones nor those of the server', async () => {
  await using scene = await startReports()
  const { app, admin, owner, bob, carol, group, direct } = scene
  const dave = await app.person('dave')
  const hidden = await bob.say(direct, 'for carol')
  const early = await bob.say(group, 'before dave')
  await owner.call('groups.invite', { chatId: group, userIds: [dave.me.id] })
  const { messages } = await bob.call('messages.list', { chatId: group })
  const system = messages.find(({ body }) => body.type === 'system')
  const gone = await bob.say(group, 'gone')
  await bob.call('messages.retract', { chatId: group, id: gone.id })
  const cleared = await bob.say(group, 'cleared')
  await dave.call('messages.hide', { chatId: group, ids: [cleared.id] })
  expect(await code(report(dave, hidden))).toBe('not_found')
  expect(await code(report(admin, hidden))).toBe('not_found')
  expect(await code(report(dave, early))).toBe('not_found')
  expect(await code(report(dave, cleared))).toBe('not_found')
  expect(await code(report(dave, { chatId: group, id: newUuidV7() as MessageId }))).toBe('not_found')
  expect(await code(report(bob, hidden))).toBe('forbidden')
  expect(await code(report(carol, { chatId: group, id: system?.id ?? early.id }))).toBe('forbidden')
  expect(await code(report(carol, gone))).toBe('retracted')
  expect(await code(bob.call('reports.create', { userId: bob.me.id, reason: 'spam' }))).toBe('invalid_params')
  expect(await code(bob.call('reports.create', { userId: newUuidV7() as UserId, reason: 'spam' }))).toBe('not_found')
  expect(await code(bob.call('reports.create', { reason: 'spam' }))).toBe('invalid_params')
  expect(await openOf(admin)).toEqual([])
})

test('[RP3] a person makes a limited number of reports in an hour, on all nodes together', async () => {
  await using scene = await startReports()
  const { app, clock, admin, bob, carol } = scene
  await using other = await TestApp.start({ clock, beside: app })
  const there = await other.signedIn(carol.me, carol.token)
  const said = []
  for (let at = 0; at <= limits.reportsPerHour; at++) said.push(await bob.say(WORLD_CHAT_ID, `boat ${at}`))
  const codes = []
  for (const [at, message] of said.entries()) codes.push(await code(report(at % 2 ? carol : there, message)))
  expect(codes).toEqual([...Array(limits.reportsPerHour).fill('accepted'), 'rate_limited'])
  const [first, last] = [said[0], said.at(-1)]
  if (!first || !last) throw new Error('nothing was said')
  // Repeats cost nothing.
  expect(await code(report(carol, first))).toBe('accepted')
  await clock.leap(3_600_000)
  // Their connections were silent for too long.
  const [later, decider] = [await app.signedIn(carol.me, carol.token), await app.signedIn(admin.me, admin.token)]
  expect(await code(report(later, last))).toBe('accepted')
  expect(await decider.call('reports.count', {})).toEqual({ count: limits.reportsPerHour + 1 })
})

test('[RP4] reports in a group reach its owner and admins and the administrators, live; others the administrators alone', async () => {
  await using scene = await startReports()
  const { admin, owner, leader, bob, carol, group, direct } = scene
  const everyone = [admin, owner, leader, bob, carol]
  const heardBy = async (act: () => Promise<unknown>) => {
    const before = everyone.map(reported)
    await act()
    return everyone.filter((person, at) => reported(person) > (before[at] ?? 0)).map(({ me }) => me.username)
  }
  const inGroup = await bob.say(group, 'one')
  const inDirect = await bob.say(direct, 'two')
  const inWorld = await bob.say(WORLD_CHAT_ID, 'three')
  expect(await heardBy(() => report(carol, inGroup))).toEqual(['admin', 'owner', 'leader'])
  for (const said of [inDirect, inWorld]) expect(await heardBy(() => report(carol, said))).toEqual(['admin'])
  expect(await heardBy(() => carol.call('reports.create', { userId: bob.me.id, reason: 'fraud' }))).toEqual(['admin'])
  for (const person of [owner, leader]) {
    expect(person.connection.events('reports.changed')).toEqual([{ chatId: group }])
    expect((await onlyOf(person, group)).messages).toEqual([inGroup])
    expect(await person.call('reports.count', { chatId: group })).toEqual({ count: 1 })
    expect(await code(person.call('reports.list', {}))).toBe('forbidden')
  }
  expect(await openOf(admin)).toHaveLength(4)
  expect(await code(admin.call('reports.list', { chatId: group }))).toBe('not_found')
  for (const person of [bob, carol])
    expect(await code(person.call('reports.list', { chatId: group }))).toBe('forbidden')
  const { id } = await onlyOf(owner, group)
  for (const person of [bob, carol])
    expect(await code(person.call('reports.end', { id, act: 'dismiss' }))).toBe('not_found')
})

test('[RP5] the reported person, also one who decides on reports, gets no event of a report and does not see it', async () => {
  await using scene = await startReports()
  const { app, admin, owner, leader, carol, group } = scene
  const said = await leader.say(group, 'an admin says')
  const world = await admin.say(WORLD_CHAT_ID, 'an administrator says')
  const second = await app.person('second')
  await app.core.admin.grant('second')
  await report(carol, said)
  await report(carol, world)
  expect(reported(leader)).toBe(0)
  expect(await openOf(leader, group)).toEqual([])
  expect(await leader.call('reports.count', { chatId: group })).toEqual({ count: 0 })
  const { id } = await onlyOf(owner, group)
  expect(await code(leader.call('reports.end', { id, act: 'dismiss' }))).toBe('not_found')
  expect(await code(leader.call('reports.media', { id }))).toBe('not_found')
  expect(reported(admin)).toBe(1)
  expect((await onlyOf(admin)).messages).toEqual([said])
  expect((await openOf(second)).map(({ messages }) => messages)).toEqual([[world], [said]])
})

test('[RP5] admins of a group learn neither who reported nor which administrator decided', async () => {
  await using scene = await startReports()
  const { admin, owner, leader, bob, carol, group } = scene
  const [one, two] = [await bob.say(group, 'one'), await bob.say(group, 'two')]
  for (const said of [one, two]) await report(carol, said, { note: 'see this' })
  const seen = await openOf(owner, group)
  expect(JSON.stringify(seen)).not.toContain(carol.me.id)
  expect(seen.map(({ reporters }) => reporters.map(({ note }) => note))).toEqual([['see this'], ['see this']])
  await admin.call('reports.end', { id: seen[0]?.id ?? ('' as never), act: 'dismiss' })
  await leader.call('reports.end', { id: seen[1]?.id ?? ('' as never), act: 'dismiss' })
  const ended = async (person: Person, chatId?: ChatId) => {
    const { reports } = await person.call('reports.list', { ...(chatId && { chatId }), state: 'ended' })
    return reports.map(({ ended }) => ended?.byId)
  }
  expect(await ended(owner, group)).toEqual([undefined, leader.me.id])
  expect(await ended(admin)).toEqual([admin.me.id, leader.me.id])
})

test('pages hold each report once, open and ended ones', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol } = scene
  for (let at = 0; at < limits.reportsPage + 5; at++) {
    const person = await app.person(`person${at}`)
    await (at % 2 ? bob : carol).call('reports.create', { userId: person.me.id, reason: 'spam' })
  }
  const all = async (state: 'open' | 'ended') => {
    const found = []
    let page = await admin.call('reports.list', { state })
    found.push(...page.reports)
    while (page.more) {
      page = await admin.call('reports.list', { state, after: page.reports.at(-1)?.id ?? ('' as never) })
      found.push(...page.reports)
    }
    return found.map(({ id }) => id)
  }
  const open = await all('open')
  expect(new Set(open).size).toBe(limits.reportsPage + 5)
  // Several end at the same time.
  for (const id of open) await admin.call('reports.end', { id, act: 'dismiss' })
  expect(await all('open')).toEqual([])
  expect((await all('ended')).toSorted()).toEqual(open.toSorted())
  expect(await code(admin.call('reports.list', { after: newUuidV7() as never }))).toBe('not_found')
})

test('[RP9] old reports go in bounded steps, however many people made them', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol, owner } = scene
  for (const person of [bob, owner]) await report(carol, await person.say(WORLD_CHAT_ID, 'buy boats'))
  const { database } = app
  const [first] = await database.read((db) => db.selectFrom('reports').select('key').orderBy('key').execute())
  const reportKey = first?.key ?? 0
  const crowd = Array.from({ length: 1_200 }, (_, at) => ({
    ...{ report_key: reportKey, place: at + 2, by_key: null, reason: 'spam' as const, note: null, at: 0 },
  }))
  const at = database.now() - limits.reportOpenMs - 1
  await database.write(async ({ db }) => {
    for (let from = 0; from < crowd.length; from += 400)
      await db
        .insertInto('reporters')
        .values(crowd.slice(from, from + 400))
        .execute()
    await db.updateTable('reports').set({ at }).execute()
    // The older one goes first.
    const large = { count: 1_201, at: at - 1 }
    await db.updateTable('reports').set(large).where('key', '=', reportKey).execute()
  })
  const rows = async () =>
    database.read(async (db) => (await db.selectFrom('reporters').select('place').execute()).length)
  const steps = []
  do {
    const before = await rows()
    const removed = await database.write((tx) => app.core.reports.reports.removeOld(tx, 500))
    steps.push([removed, before - (await rows())])
  } while (steps.at(-1)?.[0] === 500)
  expect(steps).toEqual([
    [500, 500],
    [500, 500],
    [500, 201],
    [1, 1],
  ])
  expect(await openOf(admin)).toEqual([])
})
