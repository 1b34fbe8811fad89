import { expect, test } from 'bun:test'
import { contract, type MethodSpec, WORLD_CHAT_ID } from '@parley/protocol'
import { addPasskey } from './authenticator'
import { messageCases } from './message-cases'
import { turnOnSecondFactor } from './second-factor'
import { upload } from './upload'
import { verifyAction } from './verify-action'
import { type Cases, newChatId, setScene, silent } from './verify-cases'
import { channelCases } from './verify-channels'
import { closingCases } from './verify-closing'
import { friendCases } from './verify-friends'
import { groupCases } from './verify-groups'
import { limitsCases } from './verify-limits'
import { reportCases } from './verify-reports'
import { stateCases } from './verify-states'
import { tokenCases } from './verify-tokens'
import { waveCases } from './verify-waves'

/** Every write of the contract, in the forms that differ in what they publish. */
const cases: Cases = {
  ...messageCases,
  ...friendCases,
  ...stateCases,
  ...groupCases,
  ...reportCases,
  ...tokenCases,
  'chats.direct': {
    'with somebody new': {
      when: ({ alice, carol }) => alice.call('chats.direct', { userId: carol.me.id }),
      check: (told, { bob, carol }) => {
        expect(told(carol).user).toHaveLength(1)
        expect(told(bob)).toEqual(silent)
      },
    },
    'that is there already': {
      when: ({ alice, bob }) => alice.call('chats.direct', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'with oneself': { when: ({ alice }) => alice.call('chats.direct', { userId: alice.me.id }) },
  },
  'chats.markRead': {
    forward: {
      given: async ({ bob, direct }) => {
        await bob.say(direct, 'one')
        await bob.say(direct, 'two')
      },
      when: ({ alice, direct }) => alice.call('chats.markRead', { chatId: direct, seq: 2 }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'back, which does nothing': {
      given: async ({ alice, bob, direct }) => {
        await bob.say(direct, 'one')
        await alice.call('chats.markRead', { chatId: direct, seq: 1 })
      },
      when: ({ alice, direct }) => alice.call('chats.markRead', { chatId: direct, seq: 0 }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
    'in the world': {
      given: ({ bob }) => bob.say(WORLD_CHAT_ID, 'hello'),
      when: ({ carol }) => carol.call('chats.markRead', { chatId: WORLD_CHAT_ID, seq: 1 }),
      check: (told) => expect(told).toBeDefined(),
    },
  },
  'groups.create': {
    'with others': {
      when: ({ alice, bob, carol }) =>
        alice.call('groups.create', { id: newChatId(), name: 'new', userIds: [bob.me.id, carol.me.id] }),
    },
    alone: {
      when: ({ carol }) => carol.call('groups.create', { id: newChatId(), name: 'mine' }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
    again: {
      when: ({ alice, bob, group }) =>
        alice.call('groups.create', { id: group, name: 'friends', userIds: [bob.me.id] }),
      check: (told, { alice, bob }) => expect([told(alice), told(bob)]).toEqual([silent, silent]),
    },
  },
  'groups.invite': {
    'somebody new': {
      when: ({ bob, carol, group }) => bob.call('groups.invite', { chatId: group, userIds: [carol.me.id] }),
    },
    'who is in it': {
      when: ({ alice, bob, group }) => alice.call('groups.invite', { chatId: group, userIds: [bob.me.id] }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'who left before': {
      given: async ({ alice, bob, group }) => {
        await bob.call('groups.leave', { chatId: group })
        await alice.say(group, 'while bob was away')
      },
      when: ({ alice, bob, group }) => alice.call('groups.invite', { chatId: group, userIds: [bob.me.id] }),
    },
  },
  'groups.leave': {
    'a member': {
      when: ({ bob, group }) => bob.call('groups.leave', { chatId: group }),
    },
    'and what comes after': {
      when: async ({ alice, bob, group }) => {
        await bob.call('groups.leave', { chatId: group })
        await alice.say(group, 'bob is gone')
      },
    },
    'of which no message tells': {
      given: ({ alice, group }) => alice.call('groups.update', { chatId: group, leavesSilently: true }),
      when: ({ bob, group }) => bob.call('groups.leave', { chatId: group }),
      check: (told, { alice }) => {
        const [delta, ...more] = told(alice).chats
        expect([delta?.members?.length, delta?.messages, more]).toEqual([1, undefined, []])
      },
    },
  },
  ...channelCases,
  'channels.setOpen': {
    closed: { when: ({ alice }) => alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false }) },
    'closed and opened': {
      given: ({ alice }) => alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false }),
      when: ({ alice }) => alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: true }),
    },
  },
  'accounts.update': {
    'the name': { when: ({ alice }) => alice.call('accounts.update', { name: 'Alice Liddell' }) },
    'what one says of oneself': { when: ({ alice }) => alice.call('accounts.update', { bio: 'I like kites.' }) },
    nothing: { when: ({ alice }) => alice.call('accounts.update', {}) },
    'an avatar': {
      when: async ({ app, alice }) => alice.call('accounts.update', { avatar: (await upload(app, alice)).mediaId }),
      check: (told, { alice }) => expect(told(alice).user.at(-1)?.me?.avatar).toBeString(),
    },
    'an avatar, and none again': {
      given: async ({ app, alice }) => alice.call('accounts.update', { avatar: (await upload(app, alice)).mediaId }),
      when: ({ alice }) => alice.call('accounts.update', { avatar: null }),
      check: (told, { alice }) => expect(told(alice).user.at(-1)?.me).not.toHaveProperty('avatar'),
    },
  },
  'accounts.changePassword': {
    'and the end of other sessions': {
      given: ({ app }) =>
        app.connect().call('accounts.login', { login: 'alice', password: 'correct horse 5 battery', device: 'phone' }),
      when: ({ alice }) =>
        alice.call('accounts.changePassword', {
          password: 'correct horse 5 battery',
          newPassword: 'seven paper boats ashore',
          endOthers: true,
        }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'accounts.setPrivacy': {
    'of one thing': {
      when: ({ alice }) => alice.call('accounts.setPrivacy', { seenBy: 'friends' }),
      check: (told, { alice, bob }) => {
        expect(told(alice).user).toHaveLength(1)
        expect(told(bob)).toEqual(silent)
      },
    },
    nothing: {
      when: ({ alice }) => alice.call('accounts.setPrivacy', { showsReads: true }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
  'presence.set': {
    'away with a text': {
      when: ({ alice }) => alice.call('presence.set', { status: 'away', text: 'at lunch', until: 9_999_999_999_999 }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    invisible: {
      when: ({ alice }) => alice.call('presence.set', { status: 'invisible' }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'accounts.logout': {
    'the only session': { when: ({ bob }) => bob.call('accounts.logout', {}) },
  },
  'accounts.register': {
    'a stranger': { when: ({ app }) => app.person('dave') },
    'by invite': {
      when: async ({ app, alice }) => {
        const { code } = await alice.call('invites.create', {})
        await app.person('erin', { invite: code })
      },
      check: (told, { alice, bob }) => {
        expect(told(alice).user).toHaveLength(2)
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  'accounts.login': {
    'on another device': {
      when: ({ app }) =>
        app.connect().call('accounts.login', { login: 'alice', password: 'correct horse 5 battery', device: 'phone' }),
      check: (told, { alice }) => expect(told(alice).user.at(-1)?.sessions?.at(-1)?.device).toBe('phone'),
    },
  },
  'sessions.revoke': {
    'of another device': {
      when: async ({ app, alice }) => {
        const login = { login: 'alice', password: 'correct horse 5 battery' }
        const { session } = await app.connect().call('accounts.login', login)
        await alice.call('sessions.revoke', { sessionId: session.id })
      },
      check: (told, { alice }) => expect(told(alice).user).toHaveLength(2),
    },
  },
  'sessions.revokeOthers': {
    'of all other devices': {
      given: async ({ app }) => {
        for (let at = 0; at < 3; at++)
          await app.connect().call('accounts.login', { login: 'alice', password: 'correct horse 5 battery' })
      },
      when: ({ alice }) => alice.call('sessions.revokeOthers', {}),
    },
  },
  'invites.create': {
    'a link': { when: ({ alice }) => alice.call('invites.create', {}) },
    'for one person and a minute': {
      when: ({ alice }) => alice.call('invites.create', { forMs: 60_000, uses: 1 }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
  'invites.revoke': {
    'a link': {
      when: async ({ alice }) => {
        const { code } = await alice.call('invites.create', {})
        await alice.call('invites.revoke', { code })
      },
    },
  },
  'invites.open': {
    'as somebody with an account': {
      when: async ({ alice, carol }) => {
        const { code } = await alice.call('invites.create', {})
        await carol.call('invites.open', { code })
      },
      check: (told, { alice, bob }) => {
        expect(told(alice).user).toHaveLength(2)
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  'admin.setRegistration': {
    closed: { when: ({ alice }) => alice.call('admin.setRegistration', { registration: 'closed' }) },
  },
  'admin.answerRequests': {
    'an approval and a refusal, of which only administrators hear': {
      given: ({ alice }) => alice.call('admin.setRegistration', { registration: 'approval' }),
      when: async ({ app, alice }) => {
        for (const username of ['dave', 'erin'])
          await app
            .connect()
            .call('accounts.requestAccount', { username, password: 'tidal fox lamp 9', name: username })
        const { requests } = await alice.call('admin.accountRequests', {})
        const [dave, erin] = requests.map(({ id }) => [id])
        await alice.call('admin.answerRequests', { ids: dave ?? [], approve: true })
        await alice.call('admin.answerRequests', { ids: erin ?? [], approve: false })
      },
      check: (told, { alice, bob }) => expect([told(alice), told(bob)]).toEqual([silent, silent]),
    },
  },
  'admin.setServerName': {
    'a name': {
      when: ({ alice }) => alice.call('admin.setServerName', { serverName: 'Lakeside' }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  ...limitsCases,
  'admin.blockNetwork': {
    'a network': {
      when: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.unblockNetwork': {
    'a network': {
      given: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
      when: ({ alice }) => alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  ...closingCases,
  'admin.removeSecondFactor': {
    'a person with a factor, whose devices hear of it': {
      given: ({ app, bob }) => turnOnSecondFactor(app, bob, 'correct horse 3 battery'),
      when: ({ alice, bob }) => alice.call('admin.removeSecondFactor', { userId: bob.me.id }),
      check: (told, { bob, carol }) => {
        expect(told(bob).user).toHaveLength(1)
        expect(told(bob).user[0]?.me).not.toHaveProperty('secondFactor')
        expect(told(carol)).toEqual(silent)
      },
    },
    'a person without one, who hears nothing': {
      when: ({ alice, bob }) => alice.call('admin.removeSecondFactor', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.removePasskeys': {
    'a person with a passkey, whose devices hear of it': {
      given: ({ app, bob }) => addPasskey(app, bob, { password: 'correct horse 3 battery' }),
      when: ({ alice, bob }) => alice.call('admin.removePasskeys', { userId: bob.me.id }),
      check: (told, { bob, carol }) => {
        expect(told(bob).user).toHaveLength(1)
        expect(told(bob).user[0]?.me).not.toHaveProperty('passkeys')
        expect(told(carol)).toEqual(silent)
      },
    },
    'a person without one, who hears nothing': {
      when: ({ alice, bob }) => alice.call('admin.removePasskeys', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'accounts.addPasskey': {
    'the own state, which only the own devices get': {
      when: ({ app, alice }) => addPasskey(app, alice, { password: 'correct horse 5 battery' }),
      check: (told, { alice, bob }) => {
        expect(told(alice).user.at(-1)?.me?.passkeys).toBe(1)
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  'accounts.renamePasskey': {
    'the own state, which only the own devices get': {
      when: async ({ app, alice }) => {
        const { passkey } = await addPasskey(app, alice, { password: 'correct horse 5 battery' })
        await alice.call('accounts.renamePasskey', { passkeyId: passkey.id, name: 'Blue key' })
      },
      check: (told, { alice, bob }) => {
        expect(told(alice).user).toHaveLength(2)
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  'accounts.export': {
    'a new export, which only the own devices hear of once it is ready': {
      when: async ({ app, alice }) => {
        await alice.call('accounts.export', { password: 'correct horse 5 battery' })
        await app.core.exports.work.look()
      },
      check: (told, { alice, bob }) => {
        expect(told(alice).user.at(-1)?.me?.exportUntil).toBeGreaterThan(0)
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  'accounts.confirmTotp': {
    'the own state, which only the own devices get': {
      when: ({ app, alice }) => turnOnSecondFactor(app, alice, 'correct horse 5 battery'),
      check: (told, { alice, bob }) => {
        expect(told(alice).user.at(-1)?.me?.secondFactor).toMatchObject({ recoveryCodesLeft: 10 })
        expect(told(bob)).toEqual(silent)
      },
    },
  },
  ...waveCases,
  'admin.resetPassword': {
    'a person, who hears of it from the link alone': {
      when: ({ alice, bob }) => alice.call('admin.resetPassword', { userId: bob.me.id }),
      check: (told, { bob, carol }) => expect([told(bob), told(carol)]).toEqual([silent, silent]),
    },
  },
}

for (const [method, forms] of Object.entries(cases)) {
  for (const [form, { given, when, check }] of Object.entries(forms)) {
    test(`[DL7] [DL8] [DL13] [DL15] [DL23] ${method}, ${form}: the deltas make a fresh snapshot, and nobody is told too much`, async () => {
      await using scene = await setScene()
      await given?.(scene)
      const { told } = await verifyAction([scene.alice, scene.bob, scene.carol], () => when(scene))
      check?.((person) => told.get(person) ?? silent, scene)
    })
  }
}

test('every write of the contract is verified', () => {
  const writes = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.entries(methods as Record<string, MethodSpec>)
      .filter(([, { rate }]) => rate === 'write' || rate === 'groups')
      .map(([name]) => `${domain}.${name}`),
  )
  expect(writes.filter((name) => !(name in cases))).toEqual([])
})

test('verifyAction notices a delta that was held back, and one for a user without permission', async () => {
  await using scene = await setScene()
  const { alice, bob, direct } = scene
  const deaf = verifyAction([alice, bob], async () => {
    await alice.say(direct, 'unheard')
    bob.connection.frames.length = 0
  })
  await expect(deaf).rejects.toThrow('bob')
  const leak = verifyAction([alice, scene.carol], async () => {
    const message = await alice.say(direct, 'secret')
    const params = { chatId: direct, from: message.rev - 1, rev: message.rev, messages: [message] }
    scene.carol.connection.frames.push({ method: 'chat.delta', params })
  })
  await expect(leak).rejects.toThrow('not theirs')
})
