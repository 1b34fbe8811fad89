import type { Input, Preferences } from '@parley/protocol'
import type { Updateable } from 'kysely'
import { fail } from '../lib/fail'
import type { Queries, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { Schema } from '../storage/schema'
import { updateUser } from '../users/user-rows'
import type { UserRef } from '../users/users'
import * as store from './store'

/** The visible activities of a user. */
export interface Signs {
  readonly reads: boolean
  readonly typing: boolean
}

/** Users' own settings for other domains, inside their snapshot or transaction. */
export class OwnPreferences {
  async findPreferences(db: Queries, userKey: number): Promise<Preferences> {
    return store.toPreferences(await this.rowOf(db, userKey))
  }

  /** The same of several people, by key. */
  async findAllPreferences(db: Queries, userKeys: readonly number[]): Promise<ReadonlyMap<number, Preferences>> {
    const rows = await store.selectPreferences(db, userKeys)
    return new Map(rows.map((row) => [row.key, store.toPreferences(row)]))
  }

  /** Whether others see what a user reads and that they are writing: nothing of it while they are invisible. */
  async signsOf(db: Queries, userKey: number): Promise<Signs> {
    const { status, showsReads, showsTyping } = await this.findPreferences(db, userKey)
    const shown = status !== 'invisible'
    return { reads: shown && showsReads, typing: shown && showsTyping }
  }

  /** Changes who sees and reaches a user, who is locked. */
  setPrivacy(tx: Transaction, user: UserRef, privacy: Input<'accounts.setPrivacy'>): Promise<Preferences> {
    const { seenBy, foundBy, askedBy, addedBy, showsReads, showsTyping } = privacy
    return this.change(tx, user, {
      ...(seenBy === undefined ? {} : { seen_by: seenBy }),
      ...(foundBy === undefined ? {} : { found_by: foundBy }),
      ...(askedBy === undefined ? {} : { asked_by: askedBy }),
      ...(addedBy === undefined ? {} : { added_by: addedBy }),
      ...(showsReads === undefined ? {} : { shows_reads: showsReads ? 1 : 0 }),
      ...(showsTyping === undefined ? {} : { shows_typing: showsTyping ? 1 : 0 }),
    })
  }

  /** Changes what a user, who is locked, is shown as; going out of sight while seen leaves when that was. */
  setStatus(
    tx: Transaction,
    user: UserRef,
    { status, text, until, isSeen }: Input<'presence.set'> & { readonly isSeen: boolean },
  ): Promise<Preferences> {
    const change = { status, status_text: text ?? null, status_until: until ?? null }
    return this.change(tx, user, status === 'invisible' && isSeen ? { ...change, seen_at: tx.now } : change)
  }

  /**
   * Makes the devices of a user, who is locked, fetch again what is in no row of theirs, such as the e-mail address. The
   * preferences get a new rev for it, which no other user receives.
   */
  async announce(tx: Transaction, user: UserRef): Promise<void> {
    const rev = await raiseUserRev(tx, user.key)
    const preferences = store.toPreferences(await updateUser(tx.db, user.key, { preferences_rev: rev }))
    tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, preferences } })
  }

  /**
   * Under the user's rev; every node with connections of theirs publishes their presence again. The same settings
   * change nothing.
   */
  private async change(tx: Transaction, user: UserRef, change: Updateable<Schema['users']>): Promise<Preferences> {
    const held = await this.rowOf(tx.db, user.key)
    const { seen_at: _, ...chosen } = change
    const news = Object.entries(chosen).filter(([column, value]) => held[column as keyof typeof held] !== value)
    if (news.length === 0) return store.toPreferences(held)
    const rev = await raiseUserRev(tx, user.key)
    const row = await updateUser(tx.db, user.key, { ...change, preferences_rev: rev })
    const preferences = store.toPreferences(row)
    tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, preferences }, presence: true })
    return preferences
  }

  private async rowOf(db: Queries, userKey: number): Promise<store.PreferencesRow> {
    const [row] = await store.selectPreferences(db, [userKey])
    if (!row) throw fail('unauthenticated')
    return row
  }
}
