import { type AuditValues, type Input, limits, type SendingLimits } from '@parley/protocol'
import { defaultSendingLimits, type RefusedTexts } from '@parley/protocol/moderation'
import { WordFilter } from '@parley/protocol/word-filter'
import type { Actor, AuditLog } from '../audit/audit-log'
import { type Clock, every } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { Database, Queries, Transaction } from '../storage/database'
import { getMeta, lockMeta, putMeta } from '../storage/meta'
import { buildPatterns, requirePatterns } from './build-patterns'
import * as store from './store'
import { storedLimits, storedPatterns, storedWords } from './stored-rules'

export interface RulesOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly audit: Pick<AuditLog, 'record'>
  /** Other nodes change the rules, too. */
  readonly company: 'others' | 'alone'
  /** False on servers without rate limits: nothing is limited until an administrator sets limits. */
  readonly limited: boolean
}

/** A change reaches all nodes within twice this time. */
const LOOK_MS = 400
const REV = 'moderation_rev'
const LIMITS = 'sending_limits'
const WORDS = 'refused_words'
const PATTERNS = 'refused_patterns'

const unlimited: SendingLimits = { ...defaultSendingLimits, floodMessages: 0, newcomerMs: 0 }

/**
 * The limits that administrators set, and the users who are muted now. The database holds both under a rev. Each node looks for a
 * new rev twice a second, so that a change acts everywhere within a second, without a query for each message.
 */
export class ModerationRules {
  private current: SendingLimits
  private filter = new WordFilter([])
  /** The stored texts of the limits, and of the words and patterns in use. */
  private limitsText: string | undefined
  private wordsText: string | undefined
  private patternsText: string | undefined
  private readonly muted = new Map<number, number>()
  private rev = -1
  private loading: Promise<void> | undefined
  private failing = false
  private stopTimer: (() => void) | undefined

  constructor(private readonly options: RulesOptions) {
    this.current = this.initial
  }

  private get initial(): SendingLimits {
    return this.options.limited ? defaultSendingLimits : unlimited
  }

  start(): void {
    const { clock, company } = this.options
    if (company === 'others') this.stopTimer = every(clock, LOOK_MS, () => this.look())
    void this.look()
  }

  stop(): void {
    this.stopTimer?.()
  }

  get limits(): SendingLimits {
    return this.current
  }

  /** Whether this node knows the rules. A node that has just started doesn't, for a moment. */
  get isKnown(): boolean {
    return this.rev >= 0
  }

  /** Reads the rules, unless they are known. @throws `unavailable` */
  async know(): Promise<void> {
    if (!this.isKnown) await this.load()
  }

  /** Whether a text has a word that administrators refuse. */
  hasRefusedWord(text: string): boolean {
    return this.filter.findWritten(text) !== undefined
  }

  /** The end of a user's automatic mute; undefined for users who aren't muted. */
  mutedUntil(userKey: number): number | undefined {
    if (this.muted.size === 0) return undefined
    const until = this.muted.get(userKey)
    if (until === undefined || until > this.options.database.now()) return until
    this.muted.delete(userKey)
    return undefined
  }

  /** Raises the rev in a transaction that changes the rules or the mutes. Call it after all locks. */
  async raise(tx: Transaction): Promise<number> {
    const rev = Number(await lockMeta(tx.db, REV, '0')) + 1
    await putMeta(tx.db, REV, String(rev))
    // The change is read again with everything of other nodes that came before it.
    tx.whenDurable(() => void this.look())
    return rev
  }

  /** Notes a mute of this node at once. */
  note(userKey: number, until: number): void {
    if (until > this.options.database.now()) this.muted.set(userKey, until)
    else this.muted.delete(userKey)
  }

  currentLimits(): Promise<SendingLimits> {
    return this.options.database.read((db) => this.readLimits(db))
  }

  async setLimits(actor: Actor, wanted: SendingLimits): Promise<SendingLimits> {
    const { audit, database } = this.options
    await database.write(async (tx) => {
      await this.raise(tx)
      const before = limitValues(await this.readLimits(tx.db))
      await putMeta(tx.db, LIMITS, JSON.stringify(wanted))
      await audit.record(tx, actor, { action: 'limits_set', before, after: limitValues(wanted) })
    })
    await this.load()
    return wanted
  }

  currentWords(): Promise<RefusedTexts> {
    return this.options.database.read((db) => this.readWords(db))
  }

  /**
   * Replaces the refused words and patterns. The audit log keeps only how many there are.
   * @throws Failure with `invalid_params` for a pattern that isn't accepted
   */
  async setWords(actor: Actor, { words, patterns }: Input<'admin.setWords'>): Promise<RefusedTexts> {
    const { audit, database } = this.options
    const unique = patterns && [...new Set(patterns)]
    if (unique) await requirePatterns(unique)
    const texts = await database.write(async (tx) => {
      await this.raise(tx)
      const held = await this.readWords(tx.db)
      const wanted = { words: [...new Set(words)], patterns: unique ?? held.patterns }
      await putMeta(tx.db, WORDS, JSON.stringify(wanted.words))
      await putMeta(tx.db, PATTERNS, JSON.stringify(wanted.patterns))
      const { added, removed } = difference(held, wanted)
      if (added + removed === 0) return wanted
      const after = { ...countsOf(wanted), added, removed }
      await audit.record(tx, actor, { action: 'words_set', before: countsOf(held), after })
      return wanted
    })
    await this.load()
    return texts
  }

  private async readWords(db: Queries): Promise<RefusedTexts> {
    const words = storedWords(await getMeta(db, WORDS)).value
    return { words, patterns: storedPatterns(await getMeta(db, PATTERNS)).value }
  }

  private async readLimits(db: Queries): Promise<SendingLimits> {
    return storedLimits(await getMeta(db, LIMITS), this.initial).value
  }

  private async look(): Promise<void> {
    try {
      await this.load()
      this.failing = false
    } catch (error) {
      if (!this.failing) this.options.logger.warn('the rules of moderation were not read', errorFields(error))
      this.failing = true
    }
  }

  /** Reads what changed. One read at a time; a call during one waits for the next. */
  private async load(): Promise<void> {
    while (this.loading) await this.loading.catch(() => undefined)
    this.loading = this.read()
    try {
      await this.loading
    } finally {
      this.loading = undefined
    }
  }

  private async read(): Promise<void> {
    const { database } = this.options
    const found = await database.read(async (db) => {
      const rev = Number((await getMeta(db, REV)) ?? '0')
      if (rev === this.rev) return undefined
      // A node that just started reads all mutes. So does one whose database was replaced by an older one.
      const isFirst = this.rev < 0 || rev < this.rev
      const mutes = isFirst
        ? await store.selectLiveMutes(db, database.now())
        : await store.selectChangedMutes(db, this.rev)
      return { rev, isFirst, mutes, limits: await getMeta(db, LIMITS), ...(await textsIn(db)) }
    })
    if (!found) return
    if (found.isFirst) this.muted.clear()
    const nowMs = database.now()
    for (const [userKey, until] of this.muted) if (until <= nowMs) this.muted.delete(userKey)
    for (const { user_key, until } of found.mutes) this.note(user_key, until)
    this.useLimits(found.limits)
    await this.useWords(found)
    this.rev = found.rev
  }

  private useLimits(text: string | undefined): void {
    if (text === this.limitsText) return
    const { value, isWhole } = storedLimits(text, this.initial)
    if (!isWhole) this.options.logger.warn('the stored limits are invalid: the initial ones apply')
    this.current = value
    this.limitsText = text
  }

  /** Builds the filter only for changed words and patterns: long lists take some time, and mutes raise the rev, too. */
  private async useWords({ words, patterns }: StoredTexts): Promise<void> {
    if (words === this.wordsText && patterns === this.patternsText) return
    const { logger } = this.options
    const list = storedWords(words)
    const expressions = storedPatterns(patterns)
    if (!list.isWhole || !expressions.isWhole) logger.warn('some stored words are invalid: the others apply')
    const built = await buildPatterns(expressions.value, () =>
      logger.warn('a stored pattern is invalid: the others apply'),
    )
    this.filter = new WordFilter(list.value, built)
    this.wordsText = words
    this.patternsText = patterns
  }
}

/** The words and patterns as they are stored. */
interface StoredTexts {
  readonly words: string | undefined
  readonly patterns: string | undefined
}

const textsIn = async (db: Queries): Promise<StoredTexts> => ({
  words: await getMeta(db, WORDS),
  patterns: await getMeta(db, PATTERNS),
})

/** How many words and patterns are new, and how many are gone. */
const difference = (before: RefusedTexts, after: RefusedTexts) => {
  const missing = (from: RefusedTexts, of: RefusedTexts): number =>
    of.words.filter((word) => !from.words.includes(word)).length +
    of.patterns.filter((pattern) => !from.patterns.includes(pattern)).length
  return { added: missing(before, after), removed: missing(after, before) }
}

const countsOf = ({ words, patterns }: RefusedTexts): AuditValues => ({
  words: words.length,
  patterns: patterns.length,
})

/** Limits for the audit log. */
const limitValues = ({ floodMutesMs, ...rest }: SendingLimits): AuditValues => ({
  ...rest,
  floodMutesMs: floodMutesMs.slice(0, limits.floodMutes).join(', '),
})
