import { recall, remember } from '../lib/remembered'

/** The ticket of the request for an account that this browser sent. Undefined without one. */
export const heldTicket = (): string | undefined => recall('request')

/** Keeps the ticket between visits, or forgets it. */
export const holdTicket = (ticket: string | undefined): void => remember('request', ticket)
