import type { TextBody, UserId } from '@parley/protocol'
import type { Client, ClientOptions } from '../api'
import { createClient } from '../client'
import { loadMediaUploads } from '../outbox/late-media-uploads'
import { createMemoryStore } from '../store/memory'
import { FakeClock } from './fake-clock'
import { FakeServer } from './fake-server'
import { seededRandom } from './seeded-random'

// Before a test begins: with a fake clock nothing waits for files.
await loadMediaUploads()

export const text = (words: string): TextBody => ({ type: 'text', text: words })

/** A server with alice and bob in one direct chat, a clock, and clients for them. */
export const twoPeople = () => {
  const server = new FakeServer()
  const clock = new FakeClock(server.at)
  const alice = server.person('alice')
  const bob = server.person('bob')
  const chatId = server.chat('direct', [alice, bob])
  let seed = 1
  const client = (user: UserId, options: Partial<ClientOptions> = {}): Client =>
    createClient({
      url: 'http://parley.test',
      transport: server.transport(user),
      clock,
      random: seededRandom(seed++),
      store: createMemoryStore(),
      upload: async ({ path, bytes }) => server.media.uploaded(path, bytes),
      http: () => Promise.reject(new Error('no HTTP here')),
      ...options,
    })
  const live = async (user: UserId, options: Partial<ClientOptions> = {}): Promise<Client> => {
    const started = client(user, options)
    await started.start()
    await clock.pass(100)
    return started
  }
  return { server, clock, alice, bob, chatId, client, live }
}
