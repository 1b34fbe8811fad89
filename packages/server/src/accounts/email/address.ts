import { domainToASCII } from 'node:url'
import { limits } from '@parley/protocol'
import { normalized } from '@parley/protocol/normalize'

/** An address as it is written to, and in its form for comparison. */
export interface EmailAddress {
  readonly address: string
  /** In lower case, with the domain in ASCII: one mailbox for all but a few unusual mail servers. */
  readonly folded: string
}

/** Two labels or more, none of them empty. */
const domainForm = /^[^.]+(?:\.[^.]+)+$/

/** Reads an address; undefined for a text that can't be one. */
export const readAddress = (text: string): EmailAddress | undefined => {
  const trimmed = normalized(text.trim(), 'NFC')
  const at = trimmed.lastIndexOf('@')
  const [local, domain] = [trimmed.slice(0, at), domainToASCII(trimmed.slice(at + 1)).toLowerCase()]
  if (at < 1 || !domainForm.test(domain) || trimmed.length > limits.emailMaxChars) return undefined
  return { address: `${local}@${domain}`, folded: `${local.toLowerCase()}@${domain}` }
}

/** Whether a login is an address. Usernames have no @ but one at their beginning. */
export const isAddress = (login: string): boolean => login.trim().lastIndexOf('@') > 0
