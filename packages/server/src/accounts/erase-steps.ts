import type { AuditLog } from '../audit/audit-log'
import type { ChannelErasing } from '../channels/channel-erasing'
import type { ChatErasing } from '../chats/chat-erasing'
import { eraseFriends } from '../friends/friend-erasing'
import type { GroupErasing } from '../groups/group-erasing'
import { eraseInvites, eraseInvitesTo } from '../invites/invite-erasing'
import { toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import { eraseUploads, eraseUses } from '../media/media-erasing'
import { eraseMessages, eraseOwnMarks } from '../messages/message-erasing'
import type { Registrations } from '../networks/registrations'
import type { Sessions } from '../sessions/sessions'
import type { Transaction } from '../storage/database'
import { eraseLastSent } from '../storage/queries/last-sent'
import { eraseUsage } from '../usage/usage-erasing'
import type { UserRef, Users } from '../users/users'
import type { OwnEmails } from './email/own-email'
import type { OwnPasskeys } from './passkeys/own-passkeys'
import type { PasswordResets } from './password-resets'
import type { OwnIdentities } from './providers/own-identities'
import type { OwnSecondFactors } from './second-factor/own-second-factor'

/**
 * Erases the next rows of one kind of a user whose profile is erased. One transaction each, and safe to repeat.
 * @returns whether there are more
 */
export type EraseStep = (tx: Transaction, user: UserRef) => Promise<boolean>

export interface EraseParts {
  readonly users: Users
  readonly sessions: Pick<Sessions, 'eraseSessions'>
  readonly resets: Pick<PasswordResets, 'eraseCode'>
  readonly emails: Pick<OwnEmails, 'eraseEmail'>
  readonly secondFactors: Pick<OwnSecondFactors, 'eraseFactor'>
  readonly ownPasskeys: Pick<OwnPasskeys, 'erase'>
  readonly identities: Pick<OwnIdentities, 'eraseIdentities'>
  readonly audit: Pick<AuditLog, 'eraseAddresses'>
  readonly registrations: Pick<Registrations, 'eraseAddress'>
  readonly brake: { readonly eraseMute: EraseStep }
  /** Reports about and by the person. */
  readonly reports: { eraseReports(tx: Transaction, user: UserRef, limit: number): Promise<boolean> }
  /** The ids that other products give the person. */
  readonly externalUsers: { readonly eraseLink: EraseStep }
  readonly waves: { readonly eraseAccount: EraseStep }
  readonly exports: { readonly eraseExports: EraseStep }
  readonly media: Pick<Media, 'release'>
  readonly chats: ChatErasing
  readonly groups: GroupErasing
  readonly channels: ChannelErasing
}

/** Rows of one transaction. */
export const STEP_ROWS = 500

/** Everything that refers to a person, in an order in which each step finds what it needs. */
export const eraseSteps = (parts: EraseParts): readonly EraseStep[] => {
  const { users, sessions, resets, emails, secondFactors, ownPasskeys, audit, registrations, reports, waves, media } =
    parts
  const { chats, groups, channels, exports, identities, externalUsers } = parts
  return [
    (tx, user) => sessions.eraseSessions(tx, user, STEP_ROWS),
    (tx, user) => resets.eraseCode(tx, user),
    (tx, user) => emails.eraseEmail(tx, user),
    (tx, user) => secondFactors.eraseFactor(tx, user),
    (tx, user) => ownPasskeys.erase(tx, user),
    (tx, user) => identities.eraseIdentities(tx, user),
    (tx, user) => audit.eraseAddresses(tx, user, STEP_ROWS),
    (tx, user) => registrations.eraseAddress(tx, user),
    (tx, user) => parts.brake.eraseMute(tx, user),
    (tx, user) => externalUsers.eraseLink(tx, user),
    (tx, user) => reports.eraseReports(tx, user, STEP_ROWS),
    (tx, user) => waves.eraseAccount(tx, user),
    (tx, user) => exports.eraseExports(tx, user),
    (tx, user) => eraseUsage(tx, user),
    (tx, user) => eraseInvites(tx, user),
    (tx, user) => eraseFriends(tx, user, users),
    (tx, user) => eraseOwnMarks(tx, user, STEP_ROWS),
    (tx, user) => groups.leaveNext(tx, user),
    (tx, user) => channels.leaveNext(tx, user),
    (tx, user) => groups.eraseLists(tx, user),
    (tx, user) => eraseLastSent(tx, user.key),
    (tx, user) => chats.eraseStates(tx, user),
    (tx, user) =>
      chats.eraseUnseen(tx, user, async ({ key, avatar }) => {
        const shown = await eraseUses(tx, key)
        const said = await eraseMessages(tx, key, STEP_ROWS)
        await eraseInvitesTo(tx, key)
        await groups.eraseListsOf(tx, key)
        if (avatar) await media.release(tx, toId(avatar))
        return shown || said
      }),
    (tx, user) => chats.erasePlaces(tx, user),
    (tx, user) => eraseUploads(tx, user),
  ]
}
