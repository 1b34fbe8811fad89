/** The parts of a client, built once. Who needs whom is all here; the parts know only their own options. */
import type { ChatId, EventName } from '@parley/protocol'
import type { RandomBytes } from '@parley/protocol/ids'
import type { Client, ClientOptions } from './api'
import { AttachedFiles } from './attached-files'
import { ClientStateView } from './client-state'
import { systemClock } from './clock'
import { Connection, type Opened } from './connection'
import { Drafts } from './drafts'
import { defaultEnvironment, type Environment } from './environment'
import { lateUpload } from './late-upload'
import { MediaAddresses } from './media-addresses'
import { MediaSender } from './media-sender'
import { Members } from './members'
import { Outbox } from './outbox'
import { OwnReactions } from './own-reactions'
import { OwnStates } from './own-states'
import { PlayedMarks } from './played-marks'
import { Presences } from './presences'
import { Profiles } from './profiles'
import { platformRandom } from './random'
import { ReadMarks } from './read-marks'
import { Reads } from './reads'
import { Replica, type ReplicaEvents } from './replica'
import { createIndexedDbStore } from './store/indexed-db'
import type { LocalStore } from './store/store'
import { Sync } from './sync'
import { browserTabs, noTabs, type Tabs } from './tabs'
import { Timers } from './timers'
import { Typing } from './typing'
import { Watches } from './watches'
import { webSocketTransport } from './web-socket'

/** What the parts tell the client. */
export interface PartEvents extends Omit<ReplicaEvents, 'arrived'> {
  onOpened(opened: Opened): void
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

export interface Parts {
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
  readonly reads: Reads
  readonly marks: ReadMarks
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

export const buildParts = (options: ClientOptions, events: PartEvents): Parts => {
  const clock = new Timers(options.clock ?? systemClock)
  const random = options.random ?? platformRandom
  const environment = defaultEnvironment()
  const name = `parley:${options.url}`
  const store = options.store ?? createIndexedDbStore({ name, clock })
  const tabs = options.store ? noTabs : browserTabs(name)
  const connection = new Connection({
    clock,
    random,
    environment,
    transport: options.transport ?? webSocketTransport(options.url),
    token: options.token ?? '',
    onOpened: (opened) => events.onOpened(opened),
    onEvent: (event, params) => events.onEvent(event, params),
    onDown: () => events.onDown(),
    onState: () => events.onConnection(),
  })
  const upload = options.upload ?? lateUpload(options)
  const media = new MediaAddresses({ clock, connection, url: options.url })
  const look = (chatId: ChatId) => events.onChatLook(chatId)
  const replica = new Replica({
    store,
    now: () => clock.now(),
    events: { ...bound(events), arrived: (chatId, held, messages) => outbox.arrived(chatId, held, messages) },
  })
  const onStored = (row: Parameters<Sync['onAnswered']>[0]) => sync.onAnswered(row)
  const outbox: Outbox = new Outbox({
    ...{ clock, random, store, tabs, connection, upload, onStored },
    onChange: look,
    onUploading: (chatId) => typing.say(chatId, 'uploading'),
  })
  const order = () => view.readable.get().order
  const sync: Sync = new Sync({
    ...{ clock, random, connection, replica, order },
    onPart: () => events.onPart(),
    onLive: () => events.onLive(),
  })
  const reads = new Reads({ clock, connection, replica })
  const marks = new ReadMarks({ connection, replica, order, onChange: look })
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

const buildReacting = ({ call, onReacting }: PartEvents, { replica, sync }: Pick<Parts, 'replica' | 'sync'>) =>
  new OwnReactions({
    call,
    onStored: (chatId, answer) => {
      replica.addOwnReactions([answer.mine])
      sync.onReacted(chatId, answer.reactions)
    },
    onChange: onReacting,
  })

const bound = (events: PartEvents): Omit<ReplicaEvents, 'arrived'> => ({
  onChat: (chatId, delta) => events.onChat(chatId, delta),
  onUser: (delta) => events.onUser(delta),
  onUsers: () => events.onUsers(),
  onReset: (stranger) => events.onReset(stranger),
})
