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
export const exchangeHandlers = ({ signIns }: ServiceParts): Pick<Handlers<'accounts'>, 'exchange'> => ({
  exchange: (stranger, input) => signIns.exchange(stranger, input),
})

/** The methods of administrators about service tokens. */
export const tokenHandlers = ({
  tokens,
}: ServiceParts): Pick<Handlers<'admin'>, 'serviceTokens' | 'createServiceToken' | 'revokeServiceToken'> => ({
  serviceTokens: async () => ({ tokens: await tokens.list() }),
  createServiceToken: (caller, input) => tokens.create(caller, input),
  revokeServiceToken: async (caller, { id }) => {
    await tokens.revoke(caller, id)
    return {}
  },
})
