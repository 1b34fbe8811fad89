import type { ChatId, UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { GroupActions } from '../groups/group-action'
import { isModerator } from '../groups/policy'
import type { Requests } from '../groups/requests'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import { toId } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import type { Users } from '../users/users'
import * as store from './store'

/** Why a caller may decide: as an administrator of the server, or as the owner or an admin of the group. */
export type Deciding = 'administrator' | 'moderator'

export interface DecidersOptions {
  readonly bus: Bus
  readonly users: Users
  readonly actions: Pick<GroupActions, 'findGroup'>
  readonly requests: Pick<Requests, 'leadersOf'>
}

type About = Pick<store.ReportRow, 'user_key' | 'chat_key'>

/** The people who decide on reports. Reports about themselves are hidden from them. */
export class Deciders {
  constructor(private readonly options: DecidersOptions) {}

  /**
   * The reports that a caller sees: of a group that they run, or all of them.
   * @throws `not_found`, `not_a_member`, `forbidden`
   */
  async scopeOf(
    db: Queries,
    caller: Caller,
    chatId: ChatId | undefined,
  ): Promise<{ readonly as: Deciding; readonly scope: store.Scope }> {
    const notAbout = caller.userKey
    if (chatId === undefined) {
      if (!(await this.options.users.isActiveAdmin(db, caller.userKey))) throw fail('forbidden')
      return { as: 'administrator', scope: { notAbout } }
    }
    const { chatKey } = await this.options.actions.findGroup(db, caller, { chatId, needs: 'admin' })
    return { as: 'moderator', scope: { notAbout, chatKey } }
  }

  /** How a caller may decide on one report; undefined for all others. */
  async decidingOn(db: Queries, caller: Caller, { user_key, chat_key }: About): Promise<Deciding | undefined> {
    if (user_key === caller.userKey) return undefined
    if (await this.options.users.isActiveAdmin(db, caller.userKey)) return 'administrator'
    if (chat_key === null) return undefined
    const [chat] = await store.selectChats(db, [chat_key])
    if (chat?.kind !== 'group') return undefined
    const place = await store.selectPlace(db, chat_key, caller.userKey)
    return place && place.left_seq === null && isModerator(place.role) ? 'moderator' : undefined
  }

  /** Notifies the deciders that a report came or ended, once it is durable. */
  async tell(tx: Transaction, { user_key, chat_key }: About): Promise<void> {
    const { bus, users, requests } = this.options
    const admins = (await users.activeAdmins(tx.db)).filter(({ key }) => key !== user_key).map(({ id }) => id)
    const frames: [readonly UserId[], string][] = [[admins, notification('reports.changed', {})]]
    const [chat] = chat_key === null ? [] : await store.selectChats(tx.db, [chat_key])
    if (chat?.kind === 'group') {
      const [about] = await users.rowsByKeys(tx.db, [user_key])
      const leaders = (await requests.leadersOf(tx.db, chat.key)).filter((id) => id !== about?.id)
      frames.push([leaders, notification('reports.changed', { chatId: toId<ChatId>(chat.id) })])
    }
    tx.whenDurable(() => {
      for (const [people, frame] of frames)
        for (const userId of people) bus.publish({ kind: 'ephemeral', topic: topics.user(userId), frame })
    })
  }
}
