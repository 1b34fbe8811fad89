import type { Client, ClientState } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { client } from './page-client'

export { client } from './page-client'

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
