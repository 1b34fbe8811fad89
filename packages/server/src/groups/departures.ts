import type { ChatId, Input, Member, Result, SystemBody } from '@parley/protocol'
import type { ChatChanges } from '../chats/chat-changes'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import type { UserRef } from '../users/users'
import * as lists from './lists-store'
import { isAbove } from './policy'
import type { Requests } from './requests'
import type { Scene, Scenes } from './scene'
import * as store from './store'

export interface DeparturesOptions {
  readonly database: Database
  readonly changes: ChatChanges
  readonly scenes: Scenes
  readonly requests: Requests
}

/** How people go: by themselves, taken out, and kept out. Each is decided with the group locked. */
export class Departures {
  constructor(private readonly options: DeparturesOptions) {}

  /** Leaves; the owner of a group that is still in use hands it over first. */
  leave(caller: Caller, chatId: ChatId): Promise<Member> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.lock(tx, caller, { chatId, needs: 'member' })
      const dissolved = scene.chat.dissolved_at !== null
      if (scene.role === 'owner' && !dissolved) throw fail('transfer_first')
      const silent = dissolved || scene.chat.leaves_silently === 1
      return this.depart(tx, scene, { user: scene.me, ...(silent ? {} : { event: 'member_left' as const }) })
    })
  }

  /** Takes somebody below out. */
  remove(caller: Caller, { chatId, userId }: Input<'groups.remove'>): Promise<Member> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin' })
      const { user } = await scenes.below(tx, scene, userId)
      return this.depart(tx, scene, { user, event: 'member_removed' })
    })
  }

  /** Keeps somebody out for good; takes them out first when they are in. */
  ban(caller: Caller, { chatId, userId }: Input<'groups.ban'>): Promise<Result<'groups.ban'>> {
    const { database, requests, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin' })
      const { user, place } = await scenes.anybody(tx, scene, userId)
      const present = place?.left_seq === null
      if (user.key === scene.me.key || (present && !isAbove(scene.role, place.role)))
        throw fail('forbidden', { field: 'userId' })
      await lists.putBan(tx.db, { chat_key: scene.chat.key, user_key: user.key, by_key: scene.me.key, at: tx.now })
      await requests.drop(tx, scene, [user])
      if (present) return { member: await this.depart(tx, scene, { user, event: 'member_removed' }) }
      return place ? { member: store.toMember(place, chatId) } : {}
    })
  }

  /** Lets somebody come back. */
  unban(caller: Caller, { chatId, userId }: Input<'groups.unban'>): Promise<Record<string, never>> {
    const { database, scenes } = this.options
    return database.write(async (tx) => {
      const scene = await scenes.begin(tx, caller, { chatId, needs: 'admin' })
      const { user } = await scenes.anybody(tx, scene, userId)
      await lists.deleteBan(tx.db, scene.chat.key, user.key)
      return {}
    })
  }

  private async depart(
    tx: Transaction,
    { chat, chatId, me }: Scene,
    { user, event }: { user: UserRef; event?: SystemBody['event'] },
  ): Promise<Member> {
    const { changes } = this.options
    const { row, messages } = await changes.change(tx, {
      chat,
      raise: { access: true, members: -1 },
      ...(event ? { system: { sender: me, body: { type: 'system', event, userIds: [user.id] } } } : {}),
    })
    const leftChat = JSON.stringify(await changes.toChat(tx, row))
    const { key: chatKey, rev, seq } = row
    await store.setLeft(tx.db, chatKey, { userKey: user.key, leftSeq: seq, leftChat, rev })
    const [place] = await store.selectPlaces(tx.db, chatKey, [user.key])
    if (!place) throw fail('internal')
    const member = store.toMember(place, chatId)
    const delta = {
      ...{ chatId, from: rev - 1, rev, members: [member] },
      ...(messages.length > 0 ? { messages } : {}),
    }
    tx.publish({ kind: 'chat', chatId, delta, large: isLarge(row), seq, access: true, left: [user.id] })
    return member
  }
}
