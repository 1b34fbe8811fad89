import { createClient } from '@parley/sdk'
import type { Client } from '@parley/sdk/api'
import { recall } from './remembered'

/** The one connection of this tab to the server of the page. */
export const client: Client = createClient({
  url: location.origin,
  debug: recall('debug') === 'on' ? (event) => console.debug('parley', event) : undefined,
})
