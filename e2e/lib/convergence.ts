import { type Client, createClient, createMemoryStore } from '@parley/sdk'
import type { Person } from './people'

/** A person's client, on a new device. */
export const openClient = async (url: string, person: Person): Promise<Client> => {
  const client = createClient({ url, token: person.token, store: createMemoryStore() })
  await client.start()
  return client
}

/** The state that two clients of one person must agree on. */
const essence = (client: Client): string => {
  const { connection, chats, unread } = client.state.get()
  const rows = [...chats.values()]
    .map(({ id, rev, chat, last, unread: count, state }) => ({ id, rev, chat, last: last?.row, count, state }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return JSON.stringify({ phase: connection.phase, rows, unread })
}

/** No load on the machine causes such a delay. Clients that differ by then will never agree. */
const hopelessMs = 120_000

/** Resolves when a long-running client is live and equals a new client. Otherwise the error lists the differences. */
export const converge = async (client: Client, url: string, person: Person): Promise<void> => {
  const fresh = await openClient(url, person)
  const hopelessAt = Date.now() + hopelessMs
  while (fresh.state.get().connection.phase !== 'live' || essence(client) !== essence(fresh)) {
    if (Date.now() > hopelessAt)
      throw new Error(`${person.username} has\n${essence(client)}\ninstead of\n${essence(fresh)}`)
    await Bun.sleep(50)
  }
  await fresh.stop()
}
