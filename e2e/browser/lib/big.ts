import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Chat } from '@parley/protocol'
import { type ParleyServer, startParley } from './parley-server'
import { Person } from './people'
import { test as base } from './test'

/** Names from `npm run seed -- --big`. Their source is big-dataset.ts of packages/bench, which runs only on Bun. */
export const longestChat = 'A hundred thousand messages'
export const largestGroup = 'Five thousand people'
export const longestMessages = 100_000
export const groupMembers = 5_000
const password = '111111'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')
const seed = join(root, 'packages', 'bench', 'src', 'main.ts')

const fill = (dataDir: string): void => {
  const { status, stderr } = spawnSync(bun, [seed, 'seed', '--big', '--data-dir', dataDir], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The data could not be seeded:\n${stderr}`)
}

/** The large data directory, seeded once for each worker, with its users. */
export interface Big {
  readonly server: ParleyServer
  /** A member of all 300 chats, who has read the longest one. */
  readonly demo: Person
  readonly test: Person
  readonly longest: Chat
  readonly largest: Chat
}

const startBig = async (settings: Readonly<Record<string, string>>): Promise<Big> => {
  const server = await startParley(settings, fill)
  const [demo, test] = await Promise.all(
    ['demo', 'test'].map((login) => Person.signIn(server.url, { login, password })),
  )
  if (!demo || !test) throw new Error('no user could sign in')
  const chats = (await test.call('sync.pull', {})).chats.flatMap(({ chat }) => chat ?? [])
  const [longest, largest] = [longestChat, largestGroup].map((name) => chats.find((chat) => chat.name === name))
  if (!longest || !largest) throw new Error('the seeded chats have unexpected names')
  return { server, demo, test, longest, largest }
}

/** A test on large data. */
export const test = base.extend<object, { readonly big: Big }>({
  big: [
    async ({ settings }, use) => {
      const big = await startBig(settings)
      await use(big)
      await big.server.stop()
    },
    // Seeding takes long on a busy machine, and is no part of any test's own time.
    { scope: 'worker', timeout: 900_000 },
  ],
})
