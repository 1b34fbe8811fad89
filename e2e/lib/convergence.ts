import { type Client, createClient, createMemoryStore } from '@parley/sdk'
import type { Person } from './people'

/** Somebody's client, on a device of its own. */
export const openClient = async (url: string, person: Person): Promise<Client> => {
  const client = createClient({ url, token: person.token, store: createMemoryStore() })
  await client.start()
  return client
}

/** What two clients of one person must agree on. */
const essence = (client: Client): string => {
  const { connection, chats, unread } = client.state.get()
  const rows = [...chats.values()]
    .map(({ id, rev, chat, last, unread: count, state }) => ({ id, rev, chat, last: last?.row, count, state }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return JSON.stringify({ phase: connection.phase, rows, unread })
}

/** Resolves when a client that lived through everything is live and holds exactly what a new one gets. */
export const converge = async (client: Client, url: string, person: Person): Promise<void> => {
  const fresh = await openClient(url, person)
  while (fresh.state.get().connection.phase !== 'live' || essence(client) !== essence(fresh)) await Bun.sleep(50)
  await fresh.stop()
}
