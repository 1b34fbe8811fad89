import type { ServiceScope } from '@parley/protocol'
import { fail } from '../lib/fail'
import type { Handlers } from '../lib/handlers'
import type { ServiceActs, ServiceParts } from './create-service'

/** The methods of other products. */
export const serviceHandlers = (parts: ServiceParts & ServiceActs): Handlers<'service'> => {
  const { externalUsers, signIns, accounts, groups, messages } = parts
  return {
    upsertUser: (_service, person) => externalUsers.upsert(person),
    upsertUsers: (_service, { users }) => externalUsers.upsertAll(users),
    createSession: (service, input) => signIns.createSession(service, input),
    disableUser: (service, input) => accounts.setDisabled(service, input),
    exportUser: (service, input) => accounts.export(service, input),
    eraseUser: (service, input) => accounts.erase(service, input),
    createGroup: (service, input) => groups.create(service, input),
    addMembers: (service, input) => groups.add(service, input),
    removeMembers: (service, input) => groups.remove(service, input),
    openDirect: (_service, input) => groups.direct(input),
    sendMessage: (service, input) => messages.send(service, input),
    sendSystem: (service, input) => messages.notice(service, input),
  }
}

/** Signing in with a token of another product. */
export const exchangeHandlers = ({
  signIns,
}: ServiceParts): Pick<Handlers<'accounts'>, 'exchange' | 'proveByToken'> => ({
  exchange: (stranger, input) => signIns.exchange(stranger, input),
  proveByToken: (caller, input) => signIns.prove(caller, input),
})

/** The methods of administrators about service tokens. */
export const tokenHandlers = ({
  tokens,
}: ServiceParts): Pick<Handlers<'admin'>, 'serviceTokens' | 'createServiceToken' | 'revokeServiceToken'> => ({
  serviceTokens: async () => ({ tokens: await tokens.list() }),
  createServiceToken: (caller, input) => {
    refuseToActAsPeople(input.scopes)
    return tokens.create(caller, input)
  },
  revokeServiceToken: async (caller, { id }) => {
    await tokens.revoke(caller, id)
    return {}
  },
})

/** Scopes that let a token neither read nor write as a person. */
const harmless: ReadonlySet<ServiceScope> = new Set(['users'])

/**
 * With the other scopes an administrator could sign in as anyone, or add an account of theirs to a group, and read private chats.
 * @throws `forbidden`
 */
const refuseToActAsPeople = (scopes: readonly ServiceScope[]): void => {
  const scope = scopes.find((one) => !harmless.has(one))
  if (scope === undefined) return
  const message = `A token with the scope "${scope}" acts as people. Create it on the machine of the server, with parley tokens create.`
  throw fail('forbidden', { field: 'scopes', message })
}
