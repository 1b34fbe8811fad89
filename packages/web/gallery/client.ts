import type { Client, ClientState, Readable } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { createStore } from 'zustand/vanilla'
import { answers } from './fixtures/answers'
import { pictureSource } from './fixtures/pictures'
import { stateOf } from './fixtures/state'
import { timelineOf } from './fixtures/timelines'

const store = createStore<ClientState>(stateOf)

/** Shows everything in another state, such as without a network. */
export const setState = (change: Partial<ClientState>): void => store.setState({ ...stateOf(), ...change }, true)

const fixed = <T>(value: T): Readable<T> => ({ get: () => value, subscribe: () => () => undefined })
const sources = new Map<string, Readable<ReturnType<typeof pictureSource>>>()
const nothing = (): void => undefined
const never = (): Promise<never> => new Promise(nothing)

/** A client whose state are fixtures; whatever is done with it changes nothing. */
export const client: Client = {
  state: { get: store.getState, subscribe: (listener) => store.subscribe(() => listener()) },
  call: (method, params) => answers(method, params),
  media: (id) => {
    const source = sources.get(id) ?? fixed(pictureSource(id))
    sources.set(id, source)
    return source
  },
  timeline: timelineOf,
  contents: async (chatId, kind) => ({
    ...{ chatId, kind, loadMore: never, close: nothing },
    state: fixed({ rows: [], more: false, loading: false }),
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

/** As in the application. */
export const useClient = (): Client => client
export const useSelector = <T>(selector: (state: ClientState) => T): T => useStore(store, useShallow(selector))
