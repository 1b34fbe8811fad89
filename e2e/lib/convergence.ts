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

/** Nothing that a machine is busy with takes this long: what is not equal by then never will be. */
const hopelessMs = 120_000

/** Resolves when a client that lived through everything is live and holds exactly what a new one gets; else says what differs. */
export const converge = async (client: Client, url: string, person: Person): Promise<void> => {
  const fresh = await openClient(url, person)
  const hopelessAt = Date.now() + hopelessMs
  while (fresh.state.get().connection.phase !== 'live' || essence(client) !== essence(fresh)) {
    if (Date.now() > hopelessAt)
      throw new Error(`${person.username} holds\n${essence(client)}\nin place of\n${essence(fresh)}`)
    await Bun.sleep(50)
  }
  await fresh.stop()
}
