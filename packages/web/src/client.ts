import { createClient } from '@parley/sdk'
import type { Client, ClientState } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'

/** The one connection of this tab to the server that served the page. */
export const client: Client = createClient({ url: location.origin })

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

/** The client, for actions; what is shown comes from `useSelector`. */
export const useClient = (): Client => client

/**
 * A part of the client's state; renders again when that part changed. Results that are made anew each time (arrays,
 * objects) are compared by their entries.
 */
export const useSelector = <T>(selector: (state: ClientState) => T): T => useStore(store, useShallow(selector))
