import type { MessageId } from '@parley/protocol'
import { wordsIn } from '@parley/protocol/written-in'
import type { Sender } from '../lib/caller'
import { type Failure, fail } from '../lib/fail'
import type { Queries, Transaction } from '../storage/database'
import type { Standing } from '../storage/schema'
import type { FloodBrake } from './flood-brake'
import type { Newcomers, Written, WrittenBody } from './newcomers'
import type { ModerationRules } from './rules'
import { isSavedMessages } from './saved-messages'

export interface SendRulesOptions {
  readonly rules: ModerationRules
  readonly brake: FloodBrake
  readonly newcomers: Newcomers
}

/** Texts that all members of a chat see. */
type ChatTexts = { readonly [K in 'name' | 'about' | 'announcement' | 'nickname']?: string | null | undefined }

/** The server's own rules about messages, beside the rights of their senders in the chat. */
export class SendRules {
  constructor(private readonly options: SendRulesOptions) {}

  /** Whether this node knows the rules. Otherwise wait for `know` first. */
  get isKnown(): boolean {
    return this.options.rules.isKnown
  }

  know(): Promise<void> {
    return this.options.rules.know()
  }

  /**
   * Counts a message just before it is stored. Returns why it can't be stored; mostly nothing. The words of a text come
   * last, because they take the most work: the brake bounds how often.
   */
  halt(
    caller: Sender,
    standing: Standing,
    { id, body }: { readonly id: MessageId; readonly body: WrittenBody },
  ): Promise<Failure | undefined> | Failure | undefined {
    const words = () => (body.type === 'text' ? this.refusedWord(standing, body) : undefined)
    const halting = this.options.brake.halt(caller, standing, id)
    return halting ? halting.then((halted) => halted ?? words()) : words()
  }

  /** The refusal for senders whom the flood brake has muted. */
  muted(userKey: number, standing: Standing): Failure | undefined {
    return isSavedMessages(standing) ? undefined : this.options.brake.refusal(userKey)
  }

  /** Whether `newcomerRefusal` has to look at a message. Most messages need none. */
  concerns(written: Written): boolean {
    return this.options.newcomers.concerns(written)
  }

  /** Why a message of a service can't be stored. Services have rates of their own, but mutes and refused words hold for them. */
  haltService({ userKey }: Sender, standing: Standing, body: WrittenBody): Failure | undefined {
    return this.muted(userKey, standing) ?? this.refusedWord(standing, body)
  }

  /** Why a message can't be stored, for the words that people see in it. */
  refusedWord(standing: Standing, body: WrittenBody): Failure | undefined {
    const isRefused = !isSavedMessages(standing) && this.options.rules.hasRefusedWord(wordsIn(body))
    return isRefused ? fail('word_refused') : undefined
  }

  /**
   * Refuses texts of chats and members with refused words. Wait for `know` first.
   * @throws `word_refused`
   */
  checkTexts(texts: ChatTexts): void {
    for (const field of ['name', 'about', 'announcement', 'nickname'] as const)
      if (this.options.rules.hasRefusedWord(texts[field] ?? '')) throw fail('word_refused', { field })
  }

  /**
   * Refuses a note to another person, in a transaction. Links of new accounts go to friends only.
   * @throws `word_refused`, `newcomer_link`
   */
  async checkNote(
    { db, now }: Pick<Transaction, 'db' | 'now'>,
    userKey: number,
    { text, field, toFriend }: { readonly text: string; readonly field: string; readonly toFriend: boolean },
  ): Promise<void> {
    const { newcomers, rules } = this.options
    if (rules.hasRefusedWord(text)) throw fail('word_refused', { field })
    const written = { body: { type: 'text', text } } as const
    if (toFriend || !newcomers.concerns(written)) return
    const standing = { kind: 'direct', pair: { friends: false } } as const
    const refused = await newcomers.refusal(db, { userKey, nowMs: now }, { standing, written })
    if (refused) throw refused
  }

  /** Why the sender can't write this here. */
  async refusal(
    db: Queries,
    sender: { readonly userKey: number; readonly nowMs: number },
    message: { readonly standing: Standing; readonly written: Written },
  ): Promise<Failure | undefined> {
    const refused = this.refusedWord(message.standing, message.written.body)
    if (refused) return refused
    return this.concerns(message.written) ? this.newcomerRefusal(db, sender, message) : undefined
  }

  /** Why a sender whose account is new can't write this here. */
  newcomerRefusal(
    db: Queries,
    sender: { readonly userKey: number; readonly nowMs: number },
    message: { readonly standing: Standing; readonly written: Written },
  ): Promise<Failure | undefined> {
    return this.options.newcomers.refusal(db, sender, message)
  }
}
