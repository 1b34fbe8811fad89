import { limits, type UserId, type WaveFilter } from '@parley/protocol'
import { fail } from '../../lib/fail'
import { toId } from '../../lib/uuid-bytes'
import type { Withdrawing } from '../../messages/withdrawing'
import { requireNetwork } from '../../networks/network-bans'
import type { Database } from '../../storage/database'
import type { UserRow } from '../../users/users'
import { type PeopleFilters, type Place, selectFiltered } from '../filtered-people-store'
import { placeOf } from '../people-list'
import { selectByKeys } from '../people-store'
import { waveHash } from './wave-hash'
import * as store from './wave-store'

export interface WaveSelectionOptions {
  readonly database: Database
  readonly withdrawing: Pick<Withdrawing, 'countBySender' | 'firstSince'>
}

/** The accounts of a wave, and where they wrote. */
export interface Selected {
  /** The accounts without excepted ones, the newest first. */
  readonly accounts: readonly UserRow[]
  /** Numbers of their messages, by the key of the account. */
  readonly messages: ReadonlyMap<number, number>
  /** A hash of the accounts, excepted ones included. */
  readonly hash: string
  /** Every chat that they may have written into. */
  readonly chats: readonly (store.WaveChat & {
    /** Numbers of messages by the key of the account. */
    readonly counts: ReadonlyMap<number, number>
  })[]
}

/** Accounts of one query. */
const KEYS_AT_ONCE = 500
/** Messages of a chat that one query looks through, so that others get their turn in between. */
const PART_MESSAGES = 5_000

/**
 * Finds the accounts of a wave and counts their messages. No index knows the messages of an account, because each message
 * would pay for it. So this looks through the chats of the accounts, from the first registration on.
 */
export class WaveSelection {
  constructor(private readonly options: WaveSelectionOptions) {}

  /** @throws `invalid_params`, `too_large` */
  async select(filter: WaveFilter, except: readonly UserId[] = []): Promise<Selected> {
    if (filter.until <= filter.from || filter.until - filter.from > limits.waveSpanMs)
      throw fail('invalid_params', {
        field: 'filter.from',
        message: 'filter.from: it must be before filter.until, and at most 90 days.',
      })
    const candidates = await this.accountsOf(filter)
    const chats = await this.chatsOf(candidates)
    const messages = new Map<number, number>()
    for (const { counts } of chats)
      for (const [key, count] of counts) messages.set(key, (messages.get(key) ?? 0) + count)
    const wrote = ({ key }: UserRow) => (messages.get(key) ?? 0) > 0
    const { activity = 'any' } = filter
    const matching = activity === 'any' ? candidates : candidates.filter((row) => wrote(row) === (activity === 'wrote'))
    const stay = new Set(except)
    const accounts = matching.filter(({ id }) => !stay.has(toId<UserId>(id)))
    return { accounts, messages, chats, hash: waveHash(matching) }
  }

  /** Administrators are never among them. */
  private async accountsOf({ from, until, network }: WaveFilter): Promise<UserRow[]> {
    const filters: PeopleFilters = {
      ...{ query: '', from, until },
      ...(network === undefined ? {} : placeOf(requireNetwork(network))),
    }
    const rows: UserRow[] = []
    let after: Place | undefined
    do {
      const page = await this.options.database.read(async (db) => {
        const { found, next } = await selectFiltered(db, filters, { after, limit: KEYS_AT_ONCE })
        const keys = found.map(({ key }) => key)
        return { rows: await selectByKeys(db, keys), next }
      })
      rows.push(...page.rows.filter(({ admin }) => admin === 0))
      if (rows.length > limits.waveAccounts) throw tooMany('accounts', limits.waveAccounts)
      after = page.next
    } while (after)
    return rows
  }

  private async chatsOf(accounts: readonly UserRow[]): Promise<Selected['chats']> {
    if (accounts.length === 0) return []
    const keys = accounts.map(({ key }) => key)
    const since = Math.min(...accounts.map(({ created_at }) => created_at))
    const heads = await this.headsOf(keys, since)
    const senders = new Set(keys)
    const chats = []
    for (const [chatKey, head] of heads) {
      const next = await this.options.database.read((db) =>
        this.options.withdrawing.firstSince(db, { chatKey, head }, since),
      )
      const counts = await this.countIn({ chatKey, from: next, to: head }, senders)
      chats.push({ chat_key: chatKey, next_seq: next, end_seq: head, counts })
    }
    return chats
  }

  private async headsOf(keys: readonly number[], since: number): Promise<ReadonlyMap<number, number>> {
    const { database } = this.options
    const heads = new Map<number, number>()
    for (const { key, head } of await database.read((db) => store.selectChatsOfAll(db))) heads.set(key, head)
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      const part = keys.slice(at, at + KEYS_AT_ONCE)
      for (const { key, head } of await database.read((db) => store.selectChatsOf(db, part, since)))
        heads.set(key, head)
      if (heads.size > limits.waveChats) throw tooMany('chats', limits.waveChats)
    }
    return heads
  }

  private async countIn(
    { chatKey, from, to }: { readonly chatKey: number; readonly from: number; readonly to: number },
    senders: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, number>> {
    const { database, withdrawing } = this.options
    const senderFrom = Math.min(...senders)
    const counts = new Map<number, number>()
    for (let start = from; start <= to; start += PART_MESSAGES) {
      const part = { chatKey, from: start, to: Math.min(to, start + PART_MESSAGES - 1), senderFrom }
      const rows = await database.read((db) => withdrawing.countBySender(db, part))
      for (const { sender, count } of rows)
        if (senders.has(sender)) counts.set(sender, (counts.get(sender) ?? 0) + count)
    }
    return counts
  }
}

const tooMany = (what: string, most: number) =>
  fail('too_large', {
    field: 'filter',
    message: `These are more than ${most} ${what}. Choose a shorter time, or a network.`,
  })
