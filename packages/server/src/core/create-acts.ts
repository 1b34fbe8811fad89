import type { AccountParts } from '../accounts/create-accounts'
import type { Admin } from '../admin/admin'
import type { AuditLog } from '../audit/audit-log'
import type { ChatParts } from '../chats/create-chats'
import type { Config } from '../config/config'
import type { ExportParts } from '../exports/create-exports'
import type { Friendships } from '../friends/friendships'
import type { GroupParts } from '../groups/create-groups'
import type { MessageParts } from '../messages/create-messages'
import type { ModerationParts } from '../moderation/create-moderation'
import { createServiceActs, type ServiceParts } from '../service/create-service'
import type { Database } from '../storage/database'

/** The domains that services act on. */
interface ActedOn {
  readonly accounts: AccountParts
  readonly admin: Admin
  readonly audit: AuditLog
  readonly chats: ChatParts
  readonly exports: ExportParts
  readonly friendships: Friendships
  readonly groups: GroupParts
  readonly messages: MessageParts
  readonly moderation: Pick<ModerationParts, 'sendRules'>
  readonly service: ServiceParts
}

/** Wires the acts of services on the other domains. */
export const createActs = (
  { config, database }: { readonly config: Pick<Config, 'groupMembers'>; readonly database: Database },
  { accounts, admin, audit, exports, friendships, moderation, service, ...talks }: ActedOn,
) => {
  const { access, changes, chats } = talks.chats
  const { arrivals, departures } = talks.groups
  const { messages } = talks.messages
  const { sendRules } = moderation
  const parts = { database, access, changes, chats, arrivals, departures, messages, admin, audit, friendships }
  const { groupMembers: maxMembers } = config
  const others = { sendRules, closing: accounts.closing, exports: exports.exports, maxMembers }
  return createServiceActs({ ...parts, ...service, ...others })
}
