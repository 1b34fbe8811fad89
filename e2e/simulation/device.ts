import type { ChatId, Mentions, Message, UserId } from '@parley/protocol'
import {
  type Client,
  createClient,
  createMemoryStore,
  type LocalStore,
  type OutboxEntry,
  ParleyError,
  type Timeline,
} from '@parley/sdk'
import type { FakeClock, ProcessClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '../lib/random'
import { PageStore } from './device-store'
import type { Ledger } from './ledger'
import type { Network } from './network'

/** Somebody with an account and a session, known before the run. */
export interface Account {
  readonly name: string
  readonly userId: UserId
  readonly token: string
}

export interface World {
  readonly clock: FakeClock
  readonly random: Random
  readonly network: Network
  readonly ledger: Ledger
  /** Puts something in the place of a device's local store. */
  readonly store?: (store: LocalStore) => LocalStore
}

interface Page {
  readonly client: Client
  readonly clock: ProcessClock
  readonly store: PageStore
}

/** The device has no way to the server but its connection. */
const noHttp = () =>
  Promise.reject(
    new ParleyError({ message: 'No HTTP here.', data: { code: 'unavailable', retry: true } }, { unanswered: true }),
  )

/** A person's device: a local store that lasts, and one page after another on it, each with the real SDK. */
export class Device {
  readonly timelines = new Set<Timeline>()
  readonly random: Random
  private readonly store: LocalStore
  private page: Page

  constructor(
    private readonly world: World,
    readonly account: Account,
    readonly name: string,
  ) {
    this.random = world.random.fork()
    const store = createMemoryStore()
    this.store = world.store?.(store) ?? store
    this.page = this.open()
  }

  get client(): Client {
    return this.page.client
  }

  get chats(): ChatId[] {
    return [...this.client.state.get().chats.keys()]
  }

  /** Writes a message; from here on it must arrive, once, whatever happens. */
  send(chatId: ChatId, text: string, mentions?: Mentions): void {
    const id = this.client.send(chatId, { type: 'text', text }, mentions)
    this.world.ledger.write({ id, chatId, device: this.name })
  }

  /** The page is closed without warning, and opened again. */
  reload(): void {
    const { client, clock, store } = this.page
    this.timelines.clear()
    store.kill()
    clock.kill()
    // Its connection goes with it.
    void client.stop()
    this.page = this.open()
  }

  /** What is in the local store of the outbox. */
  async outbox(): Promise<readonly OutboxEntry[]> {
    return (await this.store.open()).outbox
  }

  /** The newest rows of each chat, as the local store holds them. */
  async heldRows(): Promise<Map<ChatId, readonly Message[]>> {
    const held = new Map<ChatId, readonly Message[]>()
    for (const chatId of this.chats) held.set(chatId, (await this.store.tail(chatId))?.messages ?? [])
    return held
  }

  /** The page is closed for good. */
  close(): void {
    this.page.store.kill()
    this.page.clock.kill()
    void this.client.stop()
  }

  private open(): Page {
    const { network } = this.world
    const clock = this.world.clock.process(this.random.between(-3_600_000, 3_600_000))
    const store = new PageStore(this.store, { clock, random: this.random })
    const client = createClient({
      ...{ url: 'http://parley.test', token: this.account.token, clock, store, http: noHttp },
      transport: network.transport(this.name),
      random: this.random.fill,
    })
    void client.start()
    return { client, clock, store }
  }
}
