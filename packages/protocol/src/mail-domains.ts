import { z } from 'zod'
import { limits } from './limits'
import { domain, method } from './specs'
import { oneLine } from './texts'

const domains = z.array(oneLine(limits.emailMaxChars)).max(limits.mailDomains)

/** The additions of administrators to the list of disposable e-mail domains, and their exceptions. A domain stands for its subdomains, too. */
export const MailDomains = z.object({
  /** Domains that are refused beside the listed ones. */
  refused: domains,
  /** Domains that are accepted although they or a parent are refused. */
  allowed: domains,
})
export type MailDomains = z.output<typeof MailDomains>

/** Methods of administrators about the domains of e-mail addresses. */
export const adminMailDomains = domain({
  mailDomains: method({
    doc: 'Returns the domains of e-mail addresses that administrators refuse or allow, beside the built-in list of disposable ones.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: MailDomains,
    errors: [],
  }),
  setMailDomains: method({
    doc: 'Replaces the domains that administrators refuse or allow. A domain stands for its subdomains, and the longest match decides. New addresses of refused domains fail with `email_refused`; addresses that accounts have stay. Takes effect on all nodes at once.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** All domains that are refused beside the listed ones. */
      refused: domains,
      /** All domains that are accepted although they or a parent are refused. */
      allowed: domains,
    }),
    output: MailDomains,
    errors: [],
  }),
})
