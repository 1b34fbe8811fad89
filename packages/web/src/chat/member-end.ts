import type { ChatId, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** How the viewer's membership of a group ended. */
export type MemberEnd = 'left' | 'removed' | 'banned'

interface Viewer {
  readonly me: UserId | undefined
  /** The chats that are known to have banned the viewer. */
  readonly bans: ReadonlySet<ChatId>
}

/** How the viewer's membership of a group ended. The history of a removed member ends with the removal. */
export const memberEnd = ({ id, last }: Pick<ChatEntry, 'id' | 'last'>, { me, bans }: Viewer): MemberEnd => {
  if (bans.has(id)) return 'banned'
  const body = last?.body
  if (body?.type !== 'system' || body.event !== 'member_removed') return 'left'
  return me !== undefined && body.userIds?.includes(me) === true ? 'removed' : 'left'
}

/** The names of the catalog texts that say so in one line. */
export const memberEndTexts = { left: 'youLeft', removed: 'youWereRemoved', banned: 'youAreBanned' } as const

/** How the viewer's membership of the group ended, as far as this device knows. */
export const ownMemberEnd = ({ chats, me }: ClientState, chatId: ChatId, bans: Viewer['bans']): MemberEnd => {
  const entry = chats.get(chatId)
  return entry ? memberEnd(entry, { me: me?.id, bans }) : 'left'
}
