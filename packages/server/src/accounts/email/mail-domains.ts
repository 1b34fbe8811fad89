import { domainToASCII } from 'node:url'
import type { AuditValues } from '@parley/protocol'
import { MailDomains as Form, type MailDomains as Rules } from '@parley/protocol/mail-domains'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import type { Actor, AuditLog } from '../../audit/audit-log'
import { fail } from '../../lib/fail'
import type { Database, Queries } from '../../storage/database'
import { getMeta, lockMeta, putMeta } from '../../storage/meta'
import type { EmailAddress } from './address'

export interface MailDomainsOptions {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record'>
}

const STORED = 'mail_domains'
const NONE = '{"refused":[],"allowed":[]}'
const domainForm = /^[^\s.@/:*]+(?:\.[^\s.@/:*]+)+$/

/** The domains whose e-mail addresses the server takes: a list of disposable ones, with additions and exceptions. */
export class MailDomains {
  private readonly listed = disposableEmailBlocklistSet()

  constructor(private readonly options: MailDomainsOptions) {}

  current(): Promise<Rules> {
    return this.options.database.read(async (db) => read(await getMeta(db, STORED)))
  }

  /**
   * Replaces the additions and exceptions.
   * @throws `invalid_params` for a text that isn't a domain
   */
  async set(actor: Actor, wanted: Rules): Promise<Rules> {
    const { audit, database } = this.options
    const rules = { refused: folded('refused', wanted.refused), allowed: folded('allowed', wanted.allowed) }
    await database.write(async (tx) => {
      const before = read(await lockMeta(tx.db, STORED, NONE))
      if (JSON.stringify(before) === JSON.stringify(rules)) return
      await putMeta(tx.db, STORED, JSON.stringify(rules))
      const values = { before: valuesOf(before), after: valuesOf(rules) }
      await audit.record(tx, actor, { action: 'mail_domains_set', ...values })
    })
    return rules
  }

  /**
   * Refuses a new address of a refused domain. Reads the rules each time: addresses change seldom, and a change of the rules
   * acts at once.
   * @throws `email_refused`
   */
  async check(db: Queries, { folded: address }: Pick<EmailAddress, 'folded'>): Promise<void> {
    const { refused, allowed } = read(await getMeta(db, STORED))
    const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
    for (let from = 0; from < labels.length - 1; from++) {
      const domain = labels.slice(from).join('.')
      if (allowed.includes(domain)) return
      if (refused.includes(domain) || this.listed.has(domain)) throw fail('email_refused', { field: 'email' })
    }
  }
}

/** The stored rules. Those that another version stores in another form don't apply. */
const read = (text: string | undefined): Rules => {
  const stored = Form.safeParse(JSON.parse(text ?? NONE))
  return stored.success ? stored.data : { refused: [], allowed: [] }
}

/** Domains in the form of compared addresses, each of them once. An @ before a domain is left out. */
const folded = (field: keyof Rules, domains: readonly string[]): string[] => [
  ...new Set(
    domains.map((text, at) => {
      const domain = domainToASCII(text.trim().replace(/^@/, '')).toLowerCase()
      if (!domainForm.test(domain)) throw fail('invalid_params', { field: `${field}.${at}` })
      return domain
    }),
  ),
]

/** Long lists don't fit into an entry, so that it has only their beginnings. */
const valuesOf = ({ refused, allowed }: Rules): AuditValues => ({
  refused: refused.length,
  refusedDomains: shown(refused),
  allowed: allowed.length,
  allowedDomains: shown(allowed),
})

const SHOWN_CHARS = 400
const shown = (domains: readonly string[]): string => domains.join(', ').slice(0, SHOWN_CHARS)
