import { createClient } from '@parley/sdk'
import type { Client, ClientState } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { recall } from './remembered'

/** The one connection of this tab to the server of the page. */
export const client: Client = createClient({
  url: location.origin,
  debug: recall('debug') === 'on' ? (event) => console.debug('parley', event) : undefined,
})

const store = {
  getState: () => client.state.get(),
  getInitialState: () => client.state.get(),
  subscribe: (listener: (state: ClientState, previous: ClientState) => void) => {
    let previous = client.state.get()
    return client.state.subscribe(() => {
      const state = client.state.get()
      listener(state, previous)
      previous = state
    })
  },
}

/** The client, for actions. Use `useSelector` for data to show. */
export const useClient = (): Client => client

/**
 * A part of the client's state. It renders again when that part changes. New arrays and objects are compared by their
 * entries.
 */
export const useSelector = <T>(selector: (state: ClientState) => T): T => useStore(store, useShallow(selector))
