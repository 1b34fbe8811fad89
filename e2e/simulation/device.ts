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
import type { PictureChecker } from './picture-checker'

// Load the code before a run begins, because nothing waits for files under simulated time.
await loadMediaUploads()

/** A session that was created before the run. */
export interface SignIn {
  readonly token: string
  readonly sessionId: SessionId
}

/** A user's account, with unused sessions. */
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
  readonly pictures: PictureChecker
  /** Wraps a device's local store. */
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

/** The device reaches the server only through its connection. */
const noHttp = () =>
  Promise.reject(
    new ParleyError({ message: 'No HTTP here.', data: { code: 'unavailable', retry: true } }, { unanswered: true }),
  )

/** A user's device: a lasting local store, and a sequence of pages with the real SDK. */
export class Device {
  readonly timelines = new Set<Timeline>()
  /** The watched users of this page, with the functions that stop it. */
  readonly watching = new Map<UserId, () => void>()
  readonly random: Random
  private readonly store: LocalStore
  private page: Page
  /** The number of sessions that it has used up. */
  private usedSessions = 0
  private signedOut = false
  private signingOut = false
  private closed = false
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
    this.page = this.openPage()
  }

  get name(): string {
    return this.options.name
  }

  /** The session that it uses, or used last. */
  get session(): SignIn {
    const session = this.options.signIns[this.usedSessions]
    if (!session) throw new Error(`${this.name} has no session left.`)
    return session
  }

  /** True if another session is left for signing in again. */
  get hasNextSession(): boolean {
    return this.usedSessions + 1 < this.options.signIns.length
  }

  /** True if the page is closed or signed out. */
  get isOut(): boolean {
    return this.closed || this.signedOut || this.client.state.get().connection.phase === 'ended'
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

  /** Writes a message. From here on it must arrive exactly once. */
  send(chatId: ChatId, text: string, mentions?: Mentions): void {
    const id = this.client.send(chatId, { type: 'text', text }, mentions)
    this.world.ledger.write({ id, chatId, device: this.name })
  }

  /** Queues a picture in the outbox. It must arrive like a text. */
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

  /** Uploads an avatar for the user or a chat. */
  uploadAvatar(): Promise<MediaId> {
    return this.client.uploadAvatar(fileOf(this.random), `${this.name}.png`)
  }

  /** Loads a picture, as a screen that shows it does. */
  loadPicture(id: MediaId): void {
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

  /** Requests pictures, including unknown ones. */
  async requestPictures(ids: readonly MediaId[]): Promise<MediaId[]> {
    const { media } = await this.client.call('media.get', { ids: [...ids] })
    for (const { sizes } of media) for (const { path } of sizes) this.download(path)
    return media.map(({ mediaId }) => mediaId)
  }

  /** Closes the page without warning and opens it again. */
  reload(): void {
    this.closePage()
    this.page = this.openPage()
  }

  /** Signs out, which wipes the local store, unsent messages included. */
  async signOut(): Promise<void> {
    this.signedOut = true
    this.signingOut = true
    this.timelines.clear()
    this.world.ledger.signOut(this.name)
    await this.client.logout()
    this.signingOut = false
  }

  /** Closes the page for a while. */
  close(): void {
    this.closed = true
    this.closePage()
  }

  /** Opens the page again, with the next session if the last one ended. Does nothing while signing out. */
  reopen(): void {
    if (this.signingOut) return
    if (!this.closed) this.usedSessions++
    this.closed = false
    this.signedOut = false
    this.reload()
  }

  /** Watches a user's presence from here on. */
  watch(userId: UserId): void {
    if (!this.watching.has(userId)) this.watching.set(userId, this.client.watchPresence(userId))
  }

  unwatch(userId: UserId): void {
    this.watching.get(userId)?.()
    this.watching.delete(userId)
  }

  /** Sets whether a user is active on this device. */
  setIdle(idle: boolean): void {
    this.idle = idle
    this.client.setIdle(idle)
  }

  /** Opens every group for a moment, which loads its members. */
  openGroups(): void {
    for (const { id, chat } of this.client.state.get().chats.values())
      if (chat.kind === 'group') this.client.timeline(id).close()
  }

  /** Scrolls every open history up to its first message. */
  async loadHistory(): Promise<void> {
    for (const timeline of this.timelines) {
      // A failed page is loaded again by the user.
      if (timeline.state.get().error) await timeline.show('latest')
      for (let at = 0; at < mostPages && !timeline.state.get().atStart; at++) await timeline.loadBefore()
    }
  }

  /** The outbox in the local store. */
  async outbox(): Promise<readonly OutboxEntry[]> {
    return (await this.store.open()).outbox
  }

  /** The newest rows of each chat in the local store. */
  async storedRows(): Promise<Map<ChatId, readonly Message[]>> {
    const held = new Map<ChatId, readonly Message[]>()
    for (const chatId of this.chats) held.set(chatId, (await this.store.tail(chatId))?.messages ?? [])
    return held
  }

  /** Closes the page, and its connection with it. */
  private closePage(): void {
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
        (bytes) => pictures.onDownload(address, bytes),
        // A user who opens the timeline loads it again.
        () => {},
      )
  }

  private openPage(): Page {
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
