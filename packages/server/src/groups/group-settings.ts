import type { Chat, ChatId, Input, MediaId, SystemBody } from '@parley/protocol'
import type { ChatChanges, ChatRow, ChatRowChange } from '../chats/chat-changes'
import { rightsOf } from '../chats/rights'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import type { Database, Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import { clearWaiting } from './lists-store'
import type { Needed, Scene, Scenes } from './scene'

export interface GroupSettingsOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly scenes: Scenes
  readonly media: Pick<Media, 'setAvatar'>
  /** The most members that a group can have here. */
  readonly maxMembers: number
}

type Update = Omit<Input<'groups.update'>, 'chatId'>

/** What a group says of itself, how one comes in, and who may write. */
export class GroupSettings {
  constructor(private readonly options: GroupSettingsOptions) {}

  /** Changes what is named and differs. */
  update(caller: Caller, { chatId, ...wanted }: Input<'groups.update'>): Promise<Chat> {
    const { changes, database, scenes, maxMembers } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: neededFor(wanted) })
      if ((wanted.maxMembers ?? 0) > maxMembers)
        throw fail('invalid_params', { field: 'maxMembers', message: `maxMembers: must be at most ${maxMembers}` })
      if ((wanted.maxMembers ?? scene.chat.member_count) < scene.chat.member_count) throw fail('group_full')
      const change = { ...changed(scene.chat, wanted), ...(await this.changedAvatar(tx, scene, wanted.avatar)) }
      if (Object.keys(change).length === 0) return changes.toChat(tx, scene.chat)
      const [first, ...more] = messagesOf(change)
      const chat = await this.change(tx, scene, { row: change, ...(first ? { system: first } : {}) })
      for (const system of more) await this.change(tx, scene, { system })
      return chat
    })
  }

  /** Lets only the owner and admins write, or everybody again. */
  muteAll(caller: Caller, { chatId, muted }: Input<'groups.muteAll'>): Promise<Chat> {
    const { changes, database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin' })
      const flag = muted ? 1 : 0
      if (scene.chat.muted_all === flag) return changes.toChat(tx, scene.chat)
      const system: SystemBody = { type: 'system', event: muted ? 'all_muted' : 'all_unmuted' }
      return this.change(tx, scene, { row: { muted_all: flag }, system })
    })
  }

  /** Ends a group for good; done again it changes nothing. */
  dissolve(caller: Caller, chatId: ChatId): Promise<Chat> {
    const { changes, database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.lock(tx, caller, { chatId, needs: 'owner' })
      if (scene.chat.dissolved_at !== null) return changes.toChat(tx, scene.chat)
      await clearWaiting(tx.db, scene.chat.key)
      const system: SystemBody = { type: 'system', event: 'group_dissolved' }
      return this.change(tx, scene, { row: { dissolved_at: tx.now }, system })
    })
  }

  /** Gives the group another avatar, when it is another one. */
  private async changedAvatar(
    tx: Transaction,
    { chat, me }: Scene,
    avatar: Update['avatar'],
  ): Promise<Pick<ChatRowChange, 'avatar'>> {
    const before = chat.avatar ? toId<MediaId>(chat.avatar) : null
    if (avatar === undefined || avatar === before) return {}
    await this.options.media.setAvatar(tx, { ownerKey: me.key, chatKey: chat.key, avatar, before: chat.avatar })
    return { avatar: avatar === null ? null : toBytes(avatar) }
  }

  private async change(
    tx: Transaction,
    { chat, chatId, me }: Scene,
    { row: change, system: body }: { row?: ChatRowChange; system?: SystemBody },
  ): Promise<Chat> {
    const { changes } = this.options
    const { row, messages } = await changes.change(tx, {
      chat,
      raise: { access: true, ...(change ? { row: change } : {}) },
      ...(body ? { system: { sender: me, body } } : {}),
    })
    const wire = await changes.toChat(tx, row)
    const delta = {
      ...{ chatId, from: row.rev - 1, rev: row.rev },
      ...(change ? { chat: wire } : {}),
      ...(messages.length > 0 ? { messages } : {}),
    }
    tx.publish({ kind: 'chat', chatId, delta, large: isLarge(row), seq: row.seq, access: true })
    return wire
  }
}

/** What a group says of itself may be left to its members. */
const said: ReadonlySet<string> = new Set(['name', 'about', 'announcement', 'avatar'] satisfies (keyof Update)[])

const neededFor = (wanted: Update): Needed => {
  if (wanted.maxMembers !== undefined) return 'owner'
  return Object.keys(wanted).every((key) => said.has(key)) ? 'edit' : 'admin'
}

/** What of the row differs from what is wanted. */
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

/** What members read of a change. */
const messagesOf = ({ name, announcement }: ChatRowChange): SystemBody[] => [
  ...(name ? [{ type: 'system', event: 'name_changed', name } as const] : []),
  ...(announcement ? [{ type: 'system', event: 'announcement_changed' } as const] : []),
]
