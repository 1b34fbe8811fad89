import type { ChatId, ContentKind } from '@parley/protocol'
import type { Client, ClientState, Readable, TimelineMessage } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { createStore } from 'zustand/vanilla'
import { viewedIn } from '../src/media/viewed-message'
import { answers } from './fixtures/answers'
import { pictureSource } from './fixtures/pictures'
import { stateOf } from './fixtures/state'
import { timelineOf } from './fixtures/timelines'

const store = createStore<ClientState>(stateOf)

/** Replaces parts of the whole state, for example to show a missing network. */
export const setState = (change: Partial<ClientState>): void => store.setState({ ...stateOf(), ...change }, true)

const fixed = <T>(value: T): Readable<T> => ({ get: () => value, subscribe: () => () => undefined })
const sources = new Map<string, Readable<ReturnType<typeof pictureSource>>>()
const nothing = (): void => undefined
const never = (): Promise<never> => new Promise(nothing)

const holds: Readonly<Record<ContentKind, (row: TimelineMessage) => boolean>> = {
  media: (row) => viewedIn(row).length > 0,
  files: ({ body }) => body.type === 'file',
  voice: ({ body }) => body.type === 'voice',
  links: () => false,
}

/** The rows of a chat with contents of a kind, up to a seq, newest first. */
const contentRows = (chatId: ChatId, kind: ContentKind, from: number) =>
  timelineOf(chatId)
    .state.get()
    .rows.filter((row) => row.seq !== undefined && row.seq <= from && holds[kind](row))
    .toReversed()

/** A client with fixtures as its state. Its methods change nothing. */
export const client: Client = {
  state: { get: store.getState, subscribe: (listener) => store.subscribe(() => listener()) },
  call: (method, params) => answers(method, params),
  media: (id) => {
    const source = sources.get(id) ?? fixed(pictureSource(id))
    sources.set(id, source)
    return source
  },
  timeline: timelineOf,
  contents: async (chatId, kind, from = Number.POSITIVE_INFINITY) => ({
    ...{ chatId, kind, loadMore: never, close: nothing },
    state: fixed({ rows: contentRows(chatId, kind, from), more: false, loading: false }),
  }),
  forward: () => undefined,
  on: () => nothing,
  watchPresence: () => nothing,
  waitingBytes: async () => undefined,
  send: never as unknown as Client['send'],
  attached: async () => [],
  sendMedia: never as unknown as Client['sendMedia'],
  ...{
    start: never,
    stop: never,
    logout: never,
    clearCache: never,
    uploadAvatar: never,
    edit: never,
    retract: never,
    pinMessage: never,
  },
  ...{ react: never, hide: never, pinChat: never, archiveChat: never, silenceChat: never, markUnread: never },
  ...{
    clearChat: never,
    openDirect: never,
    attach: never,
    createGroup: never,
    createChannel: never,
    joinChannel: never,
  },
  ...{
    mediaFailed: nothing,
    retry: nothing,
    discard: nothing,
    pause: nothing,
    resume: nothing,
    markChatRead: nothing,
    setDraft: nothing,
  },
  nextVoice: async () => undefined,
  whenGone: () => nothing,
  ...{ typing: nothing, markPlayed: nothing, setIdle: nothing },
}

/** The same as in the application. */
export const useClient = (): Client => client
export const useSelector = <T>(selector: (state: ClientState) => T): T => useStore(store, useShallow(selector))
