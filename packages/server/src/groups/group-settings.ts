import type { Chat, ChatId, Input, MediaId, SystemBody } from '@parley/protocol'
import type { ChatChanges, ChatRow, ChatRowChange } from '../chats/chat-changes'
import { publishChatChange } from '../chats/publish-chat-change'
import { rightsOf } from '../chats/rights'
import { deleteGroupLinks } from '../invites/links'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Transaction } from '../storage/database'
import type { GroupAction, GroupActions, Needed } from './group-action'
import { deleteAllRequests } from './lists-store'

export interface GroupSettingsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly actions: GroupActions
  readonly media: Pick<Media, 'setAvatar'>
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
  /** The most members of a group on this server. */
  readonly maxMembers: number
}

type Update = Omit<Input<'groups.update'>, 'chatId'>

/** Settings of a group: its profile, join policy and write access. */
export class GroupSettings {
  constructor(private readonly options: GroupSettingsOptions) {}

  /** Changes the named settings that differ. */
  async update(caller: Caller, { chatId, ...wanted }: Input<'groups.update'>): Promise<Chat> {
    const { changes, database, actions, maxMembers, sendRules } = this.options
    await sendRules.know()
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: neededFor(wanted) })
      if ((wanted.maxMembers ?? 0) > maxMembers)
        throw fail('invalid_params', { field: 'maxMembers', message: `maxMembers: must be at most ${maxMembers}` })
      if ((wanted.maxMembers ?? action.chat.member_count) < action.chat.member_count) throw fail('group_full')
      const change = { ...changed(action.chat, wanted), ...(await this.changedAvatar(tx, action, wanted.avatar)) }
      if (Object.keys(change).length === 0) return changes.toChat(tx, action.chat)
      sendRules.checkTexts(change)
      const [first, ...more] = messagesOf(change)
      const chat = await this.change(tx, action, { row: change, ...(first ? { system: first } : {}) })
      for (const system of more) await this.change(tx, action, { system })
      return chat
    })
  }

  /** Permits writing only for the owner and admins, or for all members again. */
  muteAll(caller: Caller, { chatId, muted }: Input<'groups.muteAll'>): Promise<Chat> {
    const { changes, database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      const flag = muted ? 1 : 0
      if (action.chat.muted_all === flag) return changes.toChat(tx, action.chat)
      const system: SystemBody = { type: 'system', event: muted ? 'all_muted' : 'all_unmuted' }
      return this.change(tx, action, { row: { muted_all: flag }, system })
    })
  }

  /** Dissolves a group permanently; repeating this changes nothing. */
  dissolve(caller: Caller, chatId: ChatId): Promise<Chat> {
    const { changes, database, actions } = this.options
    return database.write(async (tx) => {
      const action = await actions.lockGroup(tx, caller, { chatId, needs: 'owner' })
      if (action.chat.dissolved_at !== null) return changes.toChat(tx, action.chat)
      // A dissolved group has no requests and no links.
      await deleteAllRequests(tx.db, action.chat.key)
      await deleteGroupLinks(tx.db, action.chat.key)
      const system: SystemBody = { type: 'system', event: 'group_dissolved' }
      return this.change(tx, action, { row: { dissolved_at: tx.now }, system })
    })
  }

  /** Sets another avatar of the group. */
  private async changedAvatar(
    tx: Transaction,
    { chat, me }: GroupAction,
    avatar: Update['avatar'],
  ): Promise<Pick<ChatRowChange, 'avatar'>> {
    const before = chat.avatar ? toId<MediaId>(chat.avatar) : null
    if (avatar === undefined || avatar === before) return {}
    await this.options.media.setAvatar(tx, { ownerKey: me.key, chatKey: chat.key, avatar, before: chat.avatar })
    return { avatar: avatar === null ? null : toBytes(avatar) }
  }

  private async change(
    tx: Transaction,
    { chat, me }: GroupAction,
    { row: change, system: body }: { row?: ChatRowChange; system?: SystemBody },
  ): Promise<Chat> {
    const { changes } = this.options
    const { row, messages } = await changes.changeChat(tx, {
      chat,
      raise: { access: true, ...(change ? { row: change } : {}) },
      ...(body ? { system: { sender: me, body } } : {}),
    })
    const wire = await changes.toChat(tx, row)
    const rows = {
      ...(change ? { chat: wire } : {}),
      ...(messages.length > 0 ? { messages } : {}),
    }
    publishChatChange(tx, row, { rows, access: true })
    return wire
  }
}

/** Members may have the right to edit the group's profile. */
const said: ReadonlySet<string> = new Set(['name', 'about', 'announcement', 'avatar'] satisfies (keyof Update)[])

const neededFor = (wanted: Update): Needed => {
  if (wanted.maxMembers !== undefined) return 'owner'
  return Object.keys(wanted).every((key) => said.has(key)) ? 'edit' : 'admin'
}

/** The differing columns of the row. */
export const changed = (chat: ChatRow, wanted: Omit<Update, 'avatar'>): ChatRowChange => {
  const to: ChatRowChange = {
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    ...(wanted.about === undefined ? {} : { about: wanted.about || null }),
    ...(wanted.announcement === undefined ? {} : { announcement: wanted.announcement || null }),
    ...(wanted.joinPolicy === undefined ? {} : { join_policy: wanted.joinPolicy }),
    ...(wanted.historyVisible === undefined ? {} : { history_visible: wanted.historyVisible ? 1 : 0 }),
    ...(wanted.slowModeMs === undefined ? {} : { slow_mode_ms: wanted.slowModeMs }),
    ...(wanted.rights === undefined ? {} : { rights: JSON.stringify({ ...rightsOf(chat), ...wanted.rights }) }),
    ...(wanted.leavesSilently === undefined ? {} : { leaves_silently: wanted.leavesSilently ? 1 : 0 }),
    ...(wanted.maxMembers === undefined ? {} : { max_members: wanted.maxMembers }),
  }
  const now = { ...chat, join_policy: chat.join_policy ?? 'invite', rights: JSON.stringify(rightsOf(chat)) }
  return Object.fromEntries(Object.entries(to).filter(([key, value]) => now[key as keyof ChatRowChange] !== value))
}

/** The text of a change for members. */
const messagesOf = ({ name, announcement }: ChatRowChange): SystemBody[] => [
  ...(name ? [{ type: 'system', event: 'name_changed', name } as const] : []),
  ...(announcement ? [{ type: 'system', event: 'announcement_changed' } as const] : []),
]
