import type { Stranger } from '../../lib/caller'
import { hashSecret } from '../../lib/secret'

/**
 * The stored form of the ticket of a sign-in through a provider. It works only in the browser that signed in there, so an attacker
 * can't make another person's browser go on with it. No ticket of the second factor has this form.
 */
export const stepTicketHash = (ticket: string, { browser = '' }: Pick<Stranger, 'browser'>): Uint8Array =>
  hashSecret(`${ticket} ${browser}`)
