import type { AccountRequest } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'

/** The visible part of the waiting requests, oldest first. */
export interface ShownRequests {
  readonly requests: readonly AccountRequest[]
  /** How many wait in all. */
  readonly count: number
  readonly more: boolean
}

/**
 * Loads whole pages until they hold `rows` requests.
 * @param rows 0 loads the first page
 */
export const loadShown = async (client: Pick<Client, 'call'>, rows: number): Promise<ShownRequests> => {
  const requests: AccountRequest[] = []
  for (;;) {
    const last = requests.at(-1)
    const page = await client.call('admin.accountRequests', last ? { after: { at: last.at, id: last.id } } : {})
    requests.push(...page.requests)
    if (!page.more || requests.length >= rows) return { requests, count: page.count, more: page.more }
  }
}
