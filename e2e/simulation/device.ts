import type { ChatId, MediaId, Mentions, Message, SessionId, UserId } from '@parley/protocol'
import {
  type Client,
  createClient,
  createMemoryStore,
  type LocalStore,
  type OutboxEntry,
  ParleyError,
  type Timeline,
} from '@parley/sdk'
import { loadMediaUploads } from '@parley/sdk/late-media-uploads'
import type { FakeClock, ProcessClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import { fileOf, uploadOver } from './device-files'
import { PageStore } from './device-store'
import type { Ledger } from './ledger'
import type { Network } from './network'
import type { PictureLog } from './picture-log'

// Before a run begins: under simulated time nothing waits for files.
await loadMediaUploads()

/** A session that was made before the run. */
export interface SignIn {
  readonly token: string
  readonly sessionId: SessionId
}

/** A person's account, with sessions that nobody uses yet. */
export interface Account {
  readonly name: string
  readonly userId: UserId
  readonly signIns: readonly SignIn[]
}

export interface World {
  readonly clock: FakeClock
  readonly random: Random
  readonly network: Network
  readonly ledger: Ledger
  readonly pictures: PictureLog
  /** Puts something in the place of a device's local store. */
  readonly store?: (store: LocalStore) => LocalStore
}

const origin = 'http://parley.test'

/** More pages than any history of a run has. */
const mostPages = 10

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
  /** Whose presence this page watches, with the way to stop. */
  readonly watching = new Map<UserId, () => void>()
  readonly random: Random
  private readonly store: LocalStore
  private page: Page
  /** How many of its sessions it has left behind. */
  private left = 0
  private signedOut = false
  private signingOut = false
  private resting = false
  private idle = false

  /** @param options.signIns the sessions that it may use, one after the other */
  constructor(
    private readonly world: World,
    readonly account: Account,
    private readonly options: { readonly name: string; readonly signIns: readonly SignIn[] },
  ) {
    this.random = world.random.fork()
    const store = createMemoryStore()
    this.store = world.store?.(store) ?? store
    this.page = this.open()
  }

  get name(): string {
    return this.options.name
  }

  /** The session that it uses, or used last. */
  get session(): SignIn {
    const session = this.options.signIns[this.left]
    if (!session) throw new Error(`${this.name} has no session left.`)
    return session
  }

  /** Whether it can sign in again after the end of its session. */
  get mayLeave(): boolean {
    return this.left + 1 < this.options.signIns.length
  }

  /** Whether nobody is here: its page is closed, or nobody is signed in. */
  get isOut(): boolean {
    return this.resting || this.signedOut || this.client.state.get().connection.phase === 'ended'
  }

  get isIdle(): boolean {
    return this.idle
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

  /** Puts a picture into the outbox; it must arrive as what is written does. */
  sendPicture(chatId: ChatId, mentions?: Mentions): void {
    const picture = {
      type: 'image' as const,
      bytes: fileOf(this.random),
      name: `${this.name}.png`,
      width: 640,
      height: 640,
    }
    const id = this.client.sendMedia(chatId, picture, mentions)
    this.world.ledger.write({ id, chatId, device: this.name, hasFile: true })
  }

  /** Uploads a picture to show as the person's own, or a chat's. */
  uploadAvatar(): Promise<MediaId> {
    return this.client.uploadAvatar(fileOf(this.random), `${this.name}.png`)
  }

  /** Looks at a picture, as a screen that shows it does. */
  look(id: MediaId): void {
    const source = this.client.media(id)
    const load = () => {
      for (const { url } of source.get()?.sizes ?? []) this.download(url)
    }
    const stop = source.subscribe(() => {
      stop()
      load()
    })
    if (!source.get()) return
    stop()
    load()
  }

  /** Asks for pictures of which it may not even know. */
  async pry(ids: readonly MediaId[]): Promise<MediaId[]> {
    const { media } = await this.client.call('media.get', { ids: [...ids] })
    for (const { sizes } of media) for (const { path } of sizes) this.download(path)
    return media.map(({ mediaId }) => mediaId)
  }

  /** The page is closed without warning, and opened again. */
  reload(): void {
    this.close()
    this.page = this.open()
  }

  /** The person signs out here: the local store is wiped, with what was not sent. */
  async signOut(): Promise<void> {
    this.signedOut = true
    this.signingOut = true
    this.timelines.clear()
    this.world.ledger.signOut(this.name)
    await this.client.logout()
    this.signingOut = false
  }

  /** The page is closed for a while. */
  rest(): void {
    this.resting = true
    this.close()
  }

  /** The person is back, with the next session if the last one ended; not while signing out is under way. */
  comeBack(): void {
    if (this.signingOut) return
    if (!this.resting) this.left++
    this.resting = false
    this.signedOut = false
    this.reload()
  }

  /** Watches somebody's presence from here on. */
  watch(userId: UserId): void {
    if (!this.watching.has(userId)) this.watching.set(userId, this.client.watchPresence(userId))
  }

  unwatch(userId: UserId): void {
    this.watching.get(userId)?.()
    this.watching.delete(userId)
  }

  /** Somebody is at this device, or nobody. */
  setIdle(idle: boolean): void {
    this.idle = idle
    this.client.setIdle(idle)
  }

  /** Opens every group for a moment, which loads its members. */
  lookAtGroups(): void {
    for (const { id, chat } of this.client.state.get().chats.values())
      if (chat.kind === 'group') this.client.timeline(id).close()
  }

  /** Scrolls every open history up to its first message. */
  async walkBack(): Promise<void> {
    for (const timeline of this.timelines) {
      // A page that didn't come is asked for by the person.
      if (timeline.state.get().error) await timeline.show('latest')
      for (let at = 0; at < mostPages && !timeline.state.get().atStart; at++) await timeline.loadBefore()
    }
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

  /** The page is closed, and its connection with it. */
  private close(): void {
    this.timelines.clear()
    this.watching.clear()
    this.idle = false
    this.page.store.kill()
    this.page.clock.kill()
    void this.client.stop()
  }

  private download(url: string): void {
    const address = url.replace(origin, '')
    const { network, pictures } = this.world
    network.exchanges
      .ask((server) => server.download(address))
      .then(
        (bytes) => pictures.downloaded(address, bytes),
        // Whoever looks at it loads it again.
        () => {},
      )
  }

  private open(): Page {
    const { network } = this.world
    const clock = this.world.clock.process(this.random.between(-3_600_000, 3_600_000))
    const store = new PageStore(this.store, { clock, random: this.random })
    const client = createClient({
      ...{ url: origin, token: this.session.token, clock, store, http: noHttp },
      transport: network.transport(this.name),
      upload: uploadOver(network.exchanges, this.session.token),
      random: this.random.fill,
    })
    void client.start()
    return { client, clock, store }
  }
}
