import { newUuidV7 } from '@parley/protocol'
import { addPasskey, TestAuthenticator, usePasskey } from '@parley/server/src/testing/authenticator'
import { ticketOf, totpCode, turnOnSecondFactor } from '@parley/server/src/testing/second-factor'
import { solved } from '@parley/server/src/testing/solved'
import { newChatId, type Role, recoveryCodes } from './matrix-cast'
import { administrators, everyone, type PartOf, type Scene, signedIn } from './matrix-entry'
import { identityEntries } from './matrix-identities'
import { limitsEntries } from './matrix-limits'
import { tokenEntries } from './matrix-service'
import { waveOfOne } from './wave-of-one'

const owner = ({ cast }: Scene) => ({ userId: cast.owner.me.id })
const passwordOf = (login: string) => `correct horse ${login.length} battery`

/** Lets a newcomer request an account; resolves to the id of the request. Each comes from another network address. */
const requestBy = async ({ app, cast }: Scene) => {
  const { administrator } = cast
  await administrator.call('admin.setRegistration', { registration: 'approval' })
  const name = `new.${newUuidV7().slice(-12)}`
  const door = app.connectFrom(newUuidV7())
  await door.call('accounts.requestAccount', { username: name, name, password: passwordOf(name) })
  await administrator.call('admin.setRegistration', { registration: 'open' })
  const { requests } = await administrator.call('admin.accountRequests', {})
  const request = requests.find(({ username }) => username === name)
  if (!request) throw new Error('the request is missing')
  return request.id
}

/** Turns on the second factor of a role, and returns what changes of it take. */
const withFactor = async ({ app, cast }: Scene, role: Role) => {
  const person = cast[role === 'stranger' ? 'owner' : role]
  const password = passwordOf(person.me.username)
  const { nextCode, recoveryCodes: own } = await turnOnSecondFactor(app, person, password)
  recoveryCodes.set(person.me.username, own[0] ?? '')
  return { login: person.me.username, password, code: nextCode() }
}

/** Adds a passkey to the account of a role, and returns what its changes take. */
const withPasskey = async ({ app, cast }: Scene, role: Role) => {
  const person = cast[role === 'stranger' ? 'owner' : role]
  const password = passwordOf(person.me.username)
  // The scene has many calls, and its accounts keep no room otherwise.
  for (const { id } of (await person.call('accounts.passkeys', {})).passkeys)
    await person.call('accounts.removePasskey', { passkeyId: id, password })
  return { password, ...(await addPasskey(app, person, { password })) }
}

/** Actions on the own account, and on another person. */
export const peopleEntries: PartOf<'session' | 'accounts' | 'sessions' | 'users' | 'friends' | 'presence' | 'admin'> = {
  ...tokenEntries,
  'session.open': {
    params: ({ cast }, role) => ({ token: role === 'stranger' ? 'A'.repeat(43) : cast[role].token }),
    outcomes: signedIn,
  },
  'session.ping': { params: () => ({}), outcomes: signedIn },
  'session.close': { params: () => ({}), outcomes: signedIn },
  'accounts.policy': { params: () => ({}), outcomes: everyone },
  'accounts.challenge': { params: () => ({}), outcomes: everyone },
  'accounts.register': {
    params: async ({ app }) => {
      const name = `new.${newUuidV7().slice(-12)}`
      const account = { username: name, name, password: passwordOf(name) }
      if (!app.core.challenges.required) return account
      return { ...account, challenge: await solved(await app.connect().call('accounts.challenge', {})) }
    },
    outcomes: everyone,
  },
  // Everyone may ask, but the registration here is open. `requestBy` makes requests.
  'accounts.requestAccount': {
    params: () => {
      const name = `new.${newUuidV7().slice(-12)}`
      return { username: name, name, password: passwordOf(name) }
    },
    outcomes: { others: 'registration_open' },
  },
  'accounts.requestState': {
    params: ({ cast }) => ({ ticket: cast.owner.token }),
    outcomes: everyone,
  },
  'accounts.withdrawRequest': { params: () => ({ ticket: 'A'.repeat(43) }), outcomes: everyone },
  'accounts.login': {
    params: ({ cast }) => ({ login: cast.owner.me.username, password: passwordOf(cast.owner.me.username) }),
    outcomes: everyone,
  },
  'accounts.close': {
    params: ({ cast }, role) => ({ password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username) }),
    changesScene: true,
    outcomes: signedIn,
  },
  'accounts.restore': {
    params: ({ cast }) => ({ login: cast.owner.me.username, password: passwordOf(cast.owner.me.username) }),
    outcomes: everyone,
  },
  'accounts.logout': { params: () => ({}), outcomes: signedIn },
  'accounts.me': { params: () => ({}), outcomes: signedIn },
  'accounts.update': { params: () => ({ name: 'Another name' }), outcomes: signedIn },
  'accounts.changePassword': {
    params: ({ cast }, role) => {
      const { username } = cast[role === 'stranger' ? 'owner' : role].me
      return { password: passwordOf(username), newPassword: 'quiet barn owl under 4 roofs' }
    },
    outcomes: signedIn,
  },
  'accounts.email': { params: () => ({}), outcomes: signedIn },
  'accounts.setEmail': {
    params: ({ cast }, role) => {
      const { username } = cast[role === 'stranger' ? 'owner' : role].me
      return { email: `${username}@lake.example`, password: passwordOf(username) }
    },
    outcomes: signedIn,
  },
  'accounts.verifyEmail': {
    params: () => ({ code: '31415926' }),
    outcomes: { stranger: 'unauthenticated', others: 'code_invalid' },
  },
  'accounts.removeEmail': {
    params: ({ cast }, role) => ({ password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username) }),
    outcomes: signedIn,
  },
  'accounts.recover': {
    params: async ({ app, cast }) => {
      const request = { login: cast.owner.me.username }
      if (!app.core.challenges.required) return request
      return { ...request, challenge: await solved(await app.connect().call('accounts.challenge', {})) }
    },
    outcomes: everyone,
  },
  'accounts.resetPassword': {
    params: async ({ cast }) => {
      const { code } = await cast.administrator.call('admin.resetPassword', { userId: cast.target.me.id })
      return { code, newPassword: 'quiet barn owl under 4 roofs' }
    },
    changesScene: true,
    outcomes: everyone,
  },
  'accounts.passSecondFactor': {
    params: async (scene, role) => {
      const { login, password, code } = await withFactor(scene, role)
      return { ticket: await ticketOf(scene.app.connect().call('accounts.login', { login, password })), code }
    },
    changesScene: true,
    outcomes: everyone,
  },
  'accounts.setUpTotp': {
    params: ({ cast }, role) => ({ password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username) }),
    outcomes: signedIn,
  },
  'accounts.confirmTotp': {
    params: async ({ app, cast }, role) => {
      const person = cast[role === 'stranger' ? 'owner' : role]
      const { secret } = await person.call('accounts.setUpTotp', { password: passwordOf(person.me.username) })
      return { code: totpCode(secret, app.database.now()) }
    },
    changesScene: true,
    outcomes: signedIn,
  },
  'accounts.renewRecoveryCodes': {
    params: async (scene, role) => {
      const { password, code } = await withFactor(scene, role)
      return { password, code }
    },
    changesScene: true,
    outcomes: signedIn,
  },
  'accounts.disableTotp': {
    params: async (scene, role) => {
      const { password, code } = await withFactor(scene, role)
      return { password, code }
    },
    changesScene: true,
    outcomes: signedIn,
  },
  'accounts.passkeyRequest': { params: () => ({}), outcomes: everyone },
  'accounts.loginWithPasskey': {
    params: async (scene, role) => ({
      credential: await usePasskey(scene.app, (await withPasskey(scene, role)).device),
    }),
    outcomes: everyone,
  },
  'accounts.passkeys': { params: () => ({}), outcomes: signedIn },
  'accounts.proveByPasskey': {
    params: async (scene, role) => ({
      credential: await usePasskey(scene.app, (await withPasskey(scene, role)).device),
    }),
    outcomes: signedIn,
  },
  'accounts.setUpPasskey': {
    params: ({ cast }, role) => ({ password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username) }),
    outcomes: signedIn,
  },
  'accounts.addPasskey': {
    // The options belong to the session of the person's connection, and the call comes from another one.
    params: async ({ app, cast }, role) => {
      const person = cast[role === 'stranger' ? 'owner' : role]
      const options = await person.call('accounts.setUpPasskey', { password: passwordOf(person.me.username) })
      return { credential: await new TestAuthenticator().create(options, app.origin) }
    },
    outcomes: { stranger: 'unauthenticated', others: 'passkey_invalid' },
  },
  'accounts.renamePasskey': {
    params: async (scene) => ({ passkeyId: (await withPasskey(scene, 'owner')).passkey.id, name: 'Key' }),
    outcomes: { stranger: 'unauthenticated', owner: 'yes', others: 'not_found' },
  },
  'accounts.removePasskey': {
    params: async (scene, role) => {
      const { passkey, password } = await withPasskey(scene, role)
      return { passkeyId: passkey.id, password }
    },
    outcomes: signedIn,
  },
  'accounts.export': {
    params: ({ cast }, role) => ({ password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username) }),
    changesScene: true,
    outcomes: signedIn,
  },
  'accounts.exportState': { params: () => ({}), outcomes: signedIn },
  'accounts.exportAddress': {
    params: async ({ app, cast }, role) => {
      const { me } = cast[role === 'stranger' ? 'owner' : role]
      await app.core.exports.exports.requestFor(me.id)
      await app.core.exports.work.look()
      return { password: passwordOf(me.username) }
    },
    changesScene: true,
    outcomes: signedIn,
  },
  ...identityEntries,
  'accounts.setPrivacy': { params: () => ({ seenBy: 'friends' }), outcomes: signedIn },
  'sessions.list': { params: () => ({}), outcomes: signedIn },
  'sessions.revoke': {
    params: async ({ cast }) => {
      const { session } = await cast.owner.call('accounts.me', {})
      return { sessionId: session.id }
    },
    outcomes: { stranger: 'unauthenticated', owner: 'yes', others: 'not_found' },
  },
  'sessions.revokeOthers': { params: () => ({}), changesScene: true, outcomes: signedIn },
  'users.get': { params: ({ cast }) => ({ ids: [cast.owner.me.id] }), outcomes: signedIn },
  'users.search': {
    params: ({ cast }) => ({ query: cast.owner.me.username }),
    outcomes: signedIn,
    reveals: {
      to: ['outsider', 'blocked', 'friend', 'administrator', 'former', 'banned', 'muted', 'member', 'admin', 'owner'],
      when: ({ users }: { users: readonly unknown[] }) => users.length > 0,
    },
  },
  'friends.request': { params: owner, outcomes: { ...signedIn, owner: 'invalid_params' } },
  'friends.answer': {
    params: (scene) => ({ ...owner(scene), accept: true }),
    outcomes: { ...signedIn, owner: 'invalid_params', others: 'not_found' },
  },
  'friends.remark': {
    params: (scene) => ({ ...owner(scene), remark: 'Boss' }),
    outcomes: {
      ...signedIn,
      ...{ outsider: 'not_friends', blocked: 'not_friends', administrator: 'not_friends', owner: 'invalid_params' },
    },
  },
  'friends.remove': {
    params: owner,
    changesScene: true,
    outcomes: {
      ...signedIn,
      ...{ outsider: 'not_found', blocked: 'not_found', administrator: 'not_found', owner: 'invalid_params' },
    },
  },
  'friends.block': { params: owner, changesScene: true, outcomes: { ...signedIn, owner: 'invalid_params' } },
  'friends.unblock': {
    params: owner,
    outcomes: {
      ...signedIn,
      ...{ outsider: 'not_found', blocked: 'not_found', administrator: 'not_found', owner: 'invalid_params' },
    },
  },
  'presence.set': { params: () => ({ status: 'away' }), outcomes: signedIn },
  'presence.watch': {
    params: ({ cast }) => ({ userIds: [cast.owner.me.id] }),
    outcomes: signedIn,
    reveals: {
      to: ['outsider', 'friend', 'administrator', 'former', 'banned', 'muted', 'member', 'admin', 'owner'],
      when: ({ presences }: { presences: readonly { status: string }[] }) => presences[0]?.status === 'online',
    },
  },
  'presence.unwatch': { params: ({ cast }) => ({ userIds: [cast.owner.me.id] }), outcomes: signedIn },
  'presence.idle': { params: () => ({ idle: true }), outcomes: signedIn },
  'admin.settings': { params: () => ({}), outcomes: administrators },
  'admin.addresses': {
    params: () => ({}),
    outcomes: administrators,
    reveals: { to: ['administrator'], when: ({ origins }: { origins: readonly string[] }) => origins.length > 0 },
  },
  'admin.setRegistration': { params: () => ({ registration: 'open' }), outcomes: administrators },
  'admin.accountRequests': {
    params: async (scene) => {
      await requestBy(scene)
      return {}
    },
    outcomes: administrators,
    reveals: { to: ['administrator'], when: ({ requests }: { requests: readonly unknown[] }) => requests.length > 0 },
  },
  'admin.answerRequests': {
    params: async (scene) => ({ ids: [await requestBy(scene)], approve: true }),
    outcomes: administrators,
  },
  'admin.setServerName': { params: () => ({ serverName: 'Lakeside' }), outcomes: administrators },
  'admin.resetPassword': { params: owner, outcomes: administrators },
  'admin.closeUser': {
    params: async ({ app }) => ({ userId: (await app.person(`new.${newUuidV7().slice(-12)}`)).me.id }),
    outcomes: administrators,
  },
  'admin.restoreUser': { params: owner, outcomes: administrators },
  'admin.waves': { params: () => ({}), outcomes: administrators },
  'admin.countWave': { params: () => ({ filter: { from: 0, until: 1 } }), outcomes: administrators },
  'admin.cleanWave': { params: ({ app, cast }) => waveOfOne(app, cast.administrator), outcomes: administrators },
  'admin.undoWave': {
    params: async ({ app, cast }) => {
      const wave = await waveOfOne(app, cast.administrator)
      await cast.administrator.call('admin.cleanWave', wave)
      return { id: wave.id }
    },
    outcomes: administrators,
  },
  ...limitsEntries,
  'admin.removeSecondFactor': { params: owner, outcomes: administrators },
  'admin.removePasskeys': { params: owner, outcomes: administrators },
  'admin.passkeys': {
    params: async (scene) => {
      await withPasskey(scene, 'owner')
      return {}
    },
    outcomes: administrators,
    reveals: { to: ['administrator'], when: ({ hosts }: { hosts: readonly unknown[] }) => hosts.length > 0 },
  },
  'admin.audit': {
    params: () => ({}),
    outcomes: administrators,
    reveals: { to: ['administrator'], when: ({ entries }: { entries: readonly unknown[] }) => entries.length > 0 },
  },
  'admin.mail': { params: () => ({}), outcomes: administrators },
  'admin.testMail': { params: () => ({ to: 'alice@lake.example' }), outcomes: administrators },
  'admin.users': { params: () => ({}), outcomes: administrators },
  'admin.setDisabled': {
    params: async ({ app }) => {
      const { me } = await app.person(`new.${newUuidV7().slice(-12)}`)
      return { userId: me.id, disabled: true }
    },
    outcomes: administrators,
  },
}

/** Creating chats. */
export const newChatEntries: Pick<
  PartOf<'groups' | 'channels' | 'chats'>,
  'groups.create' | 'channels.create' | 'chats.direct'
> = {
  'groups.create': {
    params: ({ cast }) => ({ id: newChatId(), name: 'New', userIds: [cast.owner.me.id] }),
    outcomes: { ...signedIn, outsider: 'not_friends', blocked: 'not_friends', administrator: 'not_friends' },
  },
  'channels.create': { params: () => ({ id: newChatId(), name: `Boats ${newUuidV7()}` }), outcomes: signedIn },
  'chats.direct': {
    params: owner,
    outcomes: { ...signedIn, outsider: 'not_friends', blocked: 'not_friends', administrator: 'not_friends' },
  },
}
