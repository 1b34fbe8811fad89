import type { ReservedNames } from '../accounts/reserved-names'
import type { ExchangeSettings } from '../config/exchange-settings'
import type { Logger } from '../lib/logger'
import type { Sessions } from '../sessions/sessions'
import { ExternalSignIns, type ExternalSignInsOptions } from './external-sign-ins'
import { ExternalUsers, type ExternalUsersOptions } from './external-users'
import { RemoteKeys } from './jwt/remote-keys'
import { ServiceAccounts, type ServiceAccountsOptions } from './service-accounts'
import { ServiceGroups, type ServiceGroupsOptions } from './service-groups'
import { ServiceMessages, type ServiceMessagesOptions } from './service-messages'
import { ServiceTokens, type ServiceTokensOptions } from './tokens'

export interface CreateServiceOptions
  extends Omit<ServiceTokensOptions, 'elapsed' | 'sessions'>,
    Omit<ExternalSignInsOptions, 'externalUsers' | 'jwt' | 'sessions' | 'tokens'>,
    Omit<ExternalUsersOptions, 'reservedNames'> {
  readonly reservedNames: ReservedNames
  readonly sessions: Sessions
  /** How tokens of another product are checked. */
  readonly exchange: ExchangeSettings | undefined
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
}

/** Wires everything that other products use: tokens, their users, and sign-ins that they vouch for. */
export const createService = ({ exchange, ...parts }: CreateServiceOptions) => {
  const externalUsers = new ExternalUsers(parts)
  const jwt = exchange && jwtOf(exchange, parts)
  const tokens = new ServiceTokens(parts)
  return {
    tokens,
    externalUsers,
    signIns: new ExternalSignIns({ ...parts, externalUsers, jwt, tokens }),
  }
}
export type ServiceParts = ReturnType<typeof createService>

const jwtOf = (
  { key, ...rules }: ExchangeSettings,
  options: { logger: Logger; elapsed: () => number },
): ExternalSignInsOptions['jwt'] => {
  if ('secret' in key) return { rules, keys: { kind: 'secret', secret: new TextEncoder().encode(key.secret) } }
  const { find } = new RemoteKeys({ url: key.jwksUrl, ...options })
  return { rules, keys: { kind: 'public', find } }
}

export interface CreateServiceActsOptions
  extends ServiceAccountsOptions,
    ServiceGroupsOptions,
    ServiceMessagesOptions {}

/** Wires what services do with accounts, groups and messages. */
export const createServiceActs = (parts: CreateServiceActsOptions) => ({
  accounts: new ServiceAccounts(parts),
  groups: new ServiceGroups(parts),
  messages: new ServiceMessages(parts),
})
export type ServiceActs = ReturnType<typeof createServiceActs>
