import { createStore } from 'zustand/vanilla'

interface UpdateState {
  /** Whether the server has another build of this client, and a reload would get it. */
  readonly ready: boolean
  /** Reloads the page. Requests confirmation if that would discard something, once the client watches for updates. */
  readonly reload: () => void
}

export const updateStore = createStore<UpdateState>(() => ({ ready: false, reload: () => location.reload() }))
