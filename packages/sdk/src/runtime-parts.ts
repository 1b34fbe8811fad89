/** Builds and connects the parts of a client, once; the parts know only their own options. */
import type { ChatId, EventName } from '@parley/protocol'
import type { RandomBytes } from '@parley/protocol/ids'
import type { Client, ClientOptions } from './api'
import { Connection, type OpenedSession } from './connection/connection'
import { defaultEnvironment, type Environment } from './connection/environment'
import { reportedTransport } from './connection/reported-transport'
import { webSocketTransport } from './connection/web-socket'
import { AttachedFiles } from './features/attached-files'
import { Drafts } from './features/drafts'
import { MediaAddresses } from './features/media-addresses'
import { Members } from './features/members'
import { OwnReactions } from './features/own-reactions'
import { OwnStates } from './features/own-states'
import { PlayedMarks } from './features/played-marks'
import { Presences } from './features/presences'
import { Profiles } from './features/profiles'
import { ReadReceipts } from './features/read-receipts'
import { ReadSender } from './features/read-sender'
import { Typing } from './features/typing'
import { Watches } from './features/watches'
import { systemClock } from './lib/clock'
import { platformRandom } from './lib/random'
import { Timers } from './lib/timers'
import { lateUpload } from './outbox/late-upload'
import { MediaSender } from './outbox/media-sender'
import { Outbox } from './outbox/outbox'
import { ClientStateView } from './state/client-state'
import { createIndexedDbStore } from './store/indexed-db'
import type { LocalStore } from './store/store'
import { browserTabs, noTabs, type Tabs } from './store/tabs'
import { Replica, type ReplicaEvents } from './sync/replica'
import { Sync } from './sync/sync'

/** The parts' events for the client. */
export interface RuntimeEvents extends Omit<ReplicaEvents, 'arrived'> {
  onOpened(opened: OpenedSession): void
  onEvent(name: EventName, params: unknown): void
  onDown(): void
  onConnection(): void
  onPart(): void
  onLive(): void
  onChatLook(chatId: ChatId): void
  /** Own reactions to messages of a chat changed. */
  readonly onReacting: (chatId: ChatId) => void
  /** As `Client.call`. */
  readonly call: Client['call']
}

export interface RuntimeParts {
  readonly clock: Timers
  readonly random: RandomBytes
  readonly environment: Environment
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly connection: Connection
  readonly replica: Replica
  readonly outbox: Outbox
  readonly sender: MediaSender
  readonly media: MediaAddresses
  readonly sync: Sync
  readonly reads: ReadSender
  readonly marks: ReadReceipts
  readonly played: PlayedMarks
  readonly typing: Typing
  readonly watches: Watches
  readonly members: Members
  readonly profiles: Profiles
  readonly presences: Presences
  readonly drafts: Drafts
  readonly attached: AttachedFiles
  readonly states: OwnStates
  readonly reacting: OwnReactions
  readonly view: ClientStateView
}

export const buildRuntimeParts = (options: ClientOptions, events: RuntimeEvents): RuntimeParts => {
  const clock = new Timers(options.clock ?? systemClock)
  const random = options.random ?? platformRandom
  const environment = defaultEnvironment()
  const name = `parley:${options.storeName ?? options.url}`
  const store = options.store ?? createIndexedDbStore({ name, clock })
  const tabs = options.store ? noTabs : browserTabs(name)
  const { transport = webSocketTransport(options.url), debug } = options
  const connection: Connection = new Connection({
    clock,
    random,
    environment,
    transport: debug ? reportedTransport(transport, debug) : transport,
    token: options.token ?? '',
    debug,
    onOpened: (opened) => events.onOpened(opened),
    onEvent: (event, params) => events.onEvent(event, params),
    onDown: () => events.onDown(),
    onState: () => {
      debug?.({ type: 'connection', state: connection.state })
      events.onConnection()
    },
  })
  const upload = options.upload ?? lateUpload(options)
  const media = new MediaAddresses({ clock, connection, url: options.url })
  const look = (chatId: ChatId) => events.onChatLook(chatId)
  const replica = new Replica({
    ...{ store, debug },
    now: () => clock.now(),
    events: { ...bound(events), arrived: (chatId, held, messages) => outbox.arrived(chatId, held, messages) },
  })
  const onStored = (row: Parameters<Sync['onAnswered']>[0]) => sync.onAnswered(row)
  const outbox: Outbox = new Outbox({
    ...{ clock, random, store, tabs, connection, upload, onStored },
    onChange: look,
    onUploading: (chatId) => typing.send(chatId, 'uploading'),
  })
  const order = () => view.readable.get().order
  const sync: Sync = new Sync({
    ...{ clock, random, connection, replica, order, debug },
    onPart: () => events.onPart(),
    onLive: () => events.onLive(),
  })
  const reads = new ReadSender({ clock, connection, replica })
  const marks = new ReadReceipts({ connection, replica, order, onChange: look })
  const played: PlayedMarks = new PlayedMarks({
    ...{ clock, connection, replica, store },
    onChange: () => view.userChanged(),
  })
  const typing: Typing = new Typing({ clock, connection, onChange: look })
  const watches = new Watches({ clock, connection, replica, sync, onChange: look })
  const members = new Members({ connection, replica, onLoaded: (chatId) => watches.known(chatId) })
  const profiles = new Profiles({ clock, random, connection, replica, order })
  const presences = new Presences({ clock, connection, onChange: () => view.presencesChanged() })
  const drafts = new Drafts({ clock, store, tabs, connection, replica, onChange: look })
  const attached = new AttachedFiles({ store, tabs, onChange: look })
  const states = new OwnStates({ clock, replica, call: events.call, onChange: look })
  const reacting = buildReacting(events, { replica, sync })
  const view: ClientStateView = new ClientStateView({
    replica,
    connection: () => connection.state,
    state: (chatId) => states.of(chatId),
    waiting: (chatId) => outbox.of(chatId),
    typing: (chatId) => typing.in(chatId),
    doing: (chatId) => typing.doing(chatId),
    reads: (chatId) => marks.of(chatId),
    online: (chatId) => watches.online(chatId),
    draft: (chatId) => drafts.of(chatId),
    attached: (chatId) => attached.countOf(chatId),
    presences: () => presences.all,
    played: () => played.all,
    later: environment.later,
    clock,
  })
  return {
    ...{ clock, random, environment, store, tabs, connection, replica, outbox, media },
    ...{ sync, reads, marks, played, typing, watches, members, profiles, presences, drafts },
    ...{ states, reacting, view, attached },
    sender: new MediaSender({ clock, random, outbox, upload }),
  }
}

const buildReacting = (
  { call, onReacting }: RuntimeEvents,
  { replica, sync }: Pick<RuntimeParts, 'replica' | 'sync'>,
) =>
  new OwnReactions({
    call,
    onStored: (chatId, answer) => {
      replica.addOwnReactions([answer.mine])
      sync.onReacted(chatId, answer.reactions)
    },
    onChange: onReacting,
  })

const bound = (events: RuntimeEvents): Omit<ReplicaEvents, 'arrived'> => ({
  onChat: (chatId, delta) => events.onChat(chatId, delta),
  onUser: (delta) => events.onUser(delta),
  onUsers: () => events.onUsers(),
  onReset: (stranger) => events.onReset(stranger),
})
