import type { UserId } from '@parley/protocol'
import type { AuditLog } from '../audit/audit-log'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges } from '../chats/chat-changes'
import type { ReadCursors } from '../chats/read-cursors'
import type { Config } from '../config/config'
import type { GroupMembers } from '../groups/group-members'
import type { Clock } from '../lib/clock'
import type { Claims } from '../media/claims'
import type { Media } from '../media/media'
import type { SendRules } from '../moderation/send-rules'
import type { Database } from '../storage/database'
import type { Quotas } from '../usage/quotas'
import type { PeopleSearch } from '../users/people-search'
import type { Users } from '../users/users'
import { Forwards } from './forwards'
import { Hiding } from './hiding'
import { NamedPeople } from './mentions'
import { MessageChanges } from './message-changes'
import { Messages } from './messages'
import { MessagePages } from './pages'
import { Playing } from './playing'
import { Reacting } from './reacting'
import type { ReactionHistory } from './reaction-history'
import { Reactors } from './reactors'
import { Receipts } from './receipts'
import { SentBodies } from './sent-bodies'
import { Withdrawing } from './withdrawing'

export interface CreateMessagesOptions {
  readonly database: Database
  readonly clock: Clock
  readonly config: Pick<Config, 'directChats' | 'retractWindowMs'>
  readonly access: ChatAccess
  readonly sendRules: SendRules
  readonly changes: ChatChanges
  readonly users: Users
  readonly audit: Pick<AuditLog, 'record'>
  readonly people: PeopleSearch
  readonly cursors: ReadCursors
  readonly reactions: ReactionHistory
  readonly members: GroupMembers
  readonly media: Media
  readonly claims: Claims
  readonly quotas: Quotas
  readonly charge: (userId: UserId, rows: number) => void
}

/** Wires everything about messages. */
export const createMessages = ({ config, ...parts }: CreateMessagesOptions) => {
  const { directChats, retractWindowMs } = config
  const named = new NamedPeople(parts)
  const forwards = new Forwards(parts)
  const bodies = new SentBodies({ ...parts, forwards })
  return {
    messages: new Messages({ ...parts, directChats, named, bodies }),
    pages: new MessagePages(parts),
    changes: new MessageChanges({ ...parts, directChats, retractWindowMs, named }),
    reacting: new Reacting({ ...parts, directChats }),
    hiding: new Hiding(parts),
    playing: new Playing(parts),
    reactors: new Reactors(parts),
    receipts: new Receipts(parts),
    withdrawing: new Withdrawing(parts),
  }
}
export type MessageParts = ReturnType<typeof createMessages>
