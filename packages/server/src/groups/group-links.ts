import { type ChatId, type GroupCard, type GroupLink, type Input, limits, type Result } from '@parley/protocol'
import { insertLink, revokeGroupLink, takeGroupUse } from '../invites/links'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { Arrivals, Entered } from './arrivals'
import type { GroupActions } from './group-action'
import * as links from './links-store'
import { selectChatByKey } from './store'

export interface GroupLinksOptions {
  readonly database: Database
  readonly users: Users
  readonly actions: GroupActions
  readonly arrivals: Arrivals
}

const CODE_BYTES = 12

/** Links to groups. A link works while its maker is the owner or an admin; the database counts its uses. */
export class GroupLinks {
  constructor(private readonly options: GroupLinksOptions) {}

  /** Creates a link. */
  create(caller: Caller, { chatId, forMs, uses }: Input<'groups.createLink'>): Promise<GroupLink> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const { chat, me } = await actions.beginAction(tx, caller, { chatId, needs: 'admin' })
      const held = await links.selectLinks(tx.db, { chatKey: chat.key, nowMs: tx.now })
      if (held.length >= limits.linksPerGroup) throw fail('too_many')
      const row = await insertLink(tx.db, {
        code: newSecret(CODE_BYTES),
        user_key: me.key,
        chat_key: chat.key,
        created_at: tx.now,
        expires_at: tx.now + forMs,
        uses_left: uses,
        revoked_at: null,
      })
      return toLink({ ...row, user_id: me.id }, { chatId, origin: caller.origin })
    })
  }

  /** Ends a link of any maker. */
  revoke(caller: Caller, { chatId, code }: Input<'groups.revokeLink'>): Promise<Record<string, never>> {
    const { database, actions } = this.options
    return database.write(async (tx) => {
      const { chat } = await actions.lockGroup(tx, caller, { chatId, needs: 'admin' })
      if (!(await revokeGroupLink(tx.db, { code, chatKey: chat.key, atMs: tx.now })))
        throw fail('not_found', { field: 'code' })
      return {}
    })
  }

  /** The working links. */
  list(caller: Caller, chatId: ChatId): Promise<Result<'groups.links'>> {
    const { database, actions, users } = this.options
    return database.read(async (db) => {
      const { chatKey } = await actions.findGroup(db, caller, { chatId, needs: 'admin' })
      const rows = await links.selectLinks(db, { chatKey, nowMs: database.now() })
      const makers = rows.map(({ user_key }) => user_key)
      return {
        links: rows.map((row) => toLink(row, { chatId, origin: caller.origin })),
        users: await users.rowsByKeys(db, makers),
      }
    })
  }

  /** The group as shown to a user with a valid link. */
  async previewGroup(db: Queries, chatKey: number): Promise<GroupCard | undefined> {
    const row = await selectChatByKey(db, chatKey)
    if (!row) return undefined
    return {
      chatId: toId<ChatId>(row.id),
      name: row.name ?? '',
      members: row.member_count,
      ...(row.about === null ? {} : { about: row.about }),
      approval: row.join_policy === 'approval',
    }
  }

  /**
   * Follows a link into its group; the user is locked, no chat is. A non-member takes a use.
   * @throws `invite_invalid`, `banned`, `group_full`
   */
  async followLink(
    tx: Transaction,
    { code, chatKey }: { code: string; chatKey: number },
    user: UserRef,
  ): Promise<Entered> {
    const { arrivals } = this.options
    await tx.lock({ chats: [chatKey] })
    const chat = await selectChatByKey(tx.db, chatKey)
    if (!chat || chat.dissolved_at !== null) throw fail('invite_invalid')
    const known = await arrivals.isKnown(tx.db, chatKey, user.key)
    // Checked under the group's lock: its maker may have left, and others take uses as well.
    if (!(await takeGroupUse(tx.db, { code, chatKey, nowMs: tx.now, uses: known ? 0 : 1 })))
      throw fail('invite_invalid')
    return arrivals.enterGroup(tx, { chat, user })
  }

  /**
   * The place of a user whom a link, now expired, has brought in: the user of the last use opens it once more.
   * Undefined for all other users. The user is locked, no chat is.
   */
  async reopenLink(tx: Transaction, code: string, user: UserRef): Promise<Entered | undefined> {
    const { arrivals } = this.options
    const chatKey = await links.selectChatKey(tx.db, code)
    if (chatKey === undefined) return undefined
    await tx.lock({ chats: [chatKey] })
    const chat = await selectChatByKey(tx.db, chatKey)
    const known = chat && (await arrivals.isKnown(tx.db, chatKey, user.key))
    return known ? arrivals.enterGroup(tx, { chat, user }) : undefined
  }
}

const toLink = (row: links.LinkRow, { chatId, origin }: { chatId: ChatId; origin: string }): GroupLink => ({
  code: row.code,
  url: `${origin}/i/${row.code}`,
  chatId,
  makerId: row.user_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
})
