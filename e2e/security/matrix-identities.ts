import { newUuidV7 } from '@parley/protocol'
import type { TestApp } from '@parley/server/src/testing/test-app'
import type { Role } from './matrix-cast'
import { everyone, type PartOf, type Scene, signedIn } from './matrix-entry'

const passwordOf = (login: string) => `correct horse ${login.length} battery`

let people = 0

/** The ticket of someone whom the provider has just vouched for. */
const vouchedTicket = async ({ core }: TestApp, subject = `person ${++people}`): Promise<string> => {
  const claims = { label: undefined, email: undefined, username: undefined, name: undefined, admin: undefined }
  const person = { issuer: 'https://id.example', subject, refreshToken: undefined, ...claims }
  const stranger = { address: '127.0.0.1', device: 'browser', origin: 'http://parley.test' }
  const entered = await core.providers.signIns.enter(stranger, { provider: 'work', person })
  if (entered.kind !== 'step') throw new Error('the person has an account')
  return entered.ticket
}

/** Links two accounts of the provider to a role, and returns one of them. */
const linkedTwice = async ({ app, cast }: Scene, role: Role) => {
  const person = cast[role === 'stranger' ? 'owner' : role]
  const password = passwordOf(person.me.username)
  await person.call('accounts.linkIdentity', { ticket: await vouchedTicket(app), password })
  const { identities } = await person.call('accounts.linkIdentity', { ticket: await vouchedTicket(app), password })
  return { id: identities[0]?.id ?? 0, password }
}

/** The ticket of a person whose account is closed. */
const closedTicket = async ({ app }: Scene) => {
  const subject = `person ${++people}`
  const username = `new.${newUuidV7().slice(-12)}`
  const account = await app.person(username, { password: passwordOf(username) })
  const password = passwordOf(username)
  await account.call('accounts.linkIdentity', { ticket: await vouchedTicket(app, subject), password })
  await account.call('accounts.close', { password })
  return { ticket: await vouchedTicket(app, subject) }
}

type Names =
  | 'accounts.identityStep'
  | 'accounts.registerIdentity'
  | 'accounts.requestIdentity'
  | 'accounts.restoreIdentity'
  | 'accounts.identities'
  | 'accounts.linkIdentity'
  | 'accounts.unlinkIdentity'

/** Sign-ins through providers. */
export const identityEntries: Pick<PartOf<'accounts'>, Names> = {
  'accounts.identityStep': {
    params: async ({ app }) => ({ ticket: await vouchedTicket(app) }),
    outcomes: everyone,
  },
  'accounts.registerIdentity': {
    params: async ({ app }) => {
      const name = `new.${newUuidV7().slice(-12)}`
      return { ticket: await vouchedTicket(app), username: name, name }
    },
    outcomes: everyone,
  },
  // Everyone may ask, but the registration here is open.
  'accounts.requestIdentity': {
    params: async ({ app }) => {
      const name = `new.${newUuidV7().slice(-12)}`
      return { ticket: await vouchedTicket(app), username: name, name }
    },
    outcomes: { others: 'registration_open' },
  },
  'accounts.restoreIdentity': { params: closedTicket, outcomes: everyone },
  'accounts.identities': { params: () => ({}), outcomes: signedIn },
  'accounts.linkIdentity': {
    params: async ({ app, cast }, role) => ({
      ticket: await vouchedTicket(app),
      password: passwordOf(cast[role === 'stranger' ? 'owner' : role].me.username),
    }),
    outcomes: signedIn,
  },
  'accounts.unlinkIdentity': { params: linkedTwice, outcomes: signedIn },
}
