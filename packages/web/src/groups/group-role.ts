import type { ChatId, Member, Rights, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** Whether the viewer has a right in a group, which its settings give to all members or only to admins. */
export const hasRight = (entry: ChatEntry | undefined, right: keyof Rights): boolean =>
  entry?.role !== undefined &&
  entry.chat.dissolvedAt === undefined &&
  (entry.moderates || entry.chat.rights?.[right] === 'members')

/** The viewer's role in a group, and the resulting rights. */
export const groupRole = (state: ClientState, chatId: ChatId) => {
  const entry = state.chats.get(chatId)
  const role = entry?.role
  const runs = role === 'owner' || role === 'admin'
  return {
    role,
    runs,
    dissolved: entry?.chat.dissolvedAt !== undefined,
    me: state.me?.id,
    about: entry?.chat.about,
    /** In groups with approval, only members who can approve requests can add people. */
    mayAdd: hasRight(entry, 'invite') && (runs || entry?.chat.joinPolicy !== 'approval'),
    /** Anyone with the id can join, or request to. */
    byId: entry?.chat.joinPolicy !== 'invite',
    mayEdit: hasRight(entry, 'edit'),
  }
}

/** How the viewer can end their membership. The owner must dissolve the group first. */
export const groupEnd = ({ role, dissolved }: Pick<ReturnType<typeof groupRole>, 'role' | 'dissolved'>) => {
  if (role === undefined) return 'left'
  return role !== 'owner' || dissolved ? 'leave' : 'dissolve'
}

/** Whether the viewer moderates a channel and can mute this member, and whether the member is muted. */
export const channelMute = (
  { chats, me }: ClientState,
  { chatId, userId }: { readonly chatId: ChatId; readonly userId: UserId },
  nowMs: number,
): { readonly runs: boolean; readonly muted: boolean } => {
  const entry = chats.get(chatId)
  const place = entry?.members.get(userId)
  const above = userId !== me?.id && place?.role !== 'owner'
  return {
    runs: entry?.chat.kind === 'channel' && entry.moderates && above,
    muted: (place?.mutedUntil ?? 0) > nowMs,
  }
}

/** Whether a user is a current member of a group. Former members can be added again. */
export const isPresent = (member: Pick<Member, 'leftSeq'> | undefined): boolean =>
  member !== undefined && member.leftSeq === undefined

/** Whether joining is pointless: the viewer is a member, or the chat is not a group. */
export const isMemberOrNoGroup = (entry: ChatEntry | undefined): boolean =>
  entry !== undefined && (entry.chat.kind !== 'group' || entry.role !== undefined)
