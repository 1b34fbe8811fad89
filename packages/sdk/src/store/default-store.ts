import type { Clock } from '../api'
import { createIndexedDbStore } from './indexed-db'
import { createMemoryStore } from './memory'
import type { LocalStore } from './store'

/** IndexedDB in browsers (which falls back to memory where it is refused), else memory. */
export const defaultStore = (options: { readonly name: string; readonly clock: Clock }): LocalStore =>
  typeof window === 'undefined' ? createMemoryStore() : createIndexedDbStore(options)
