import type { BaseLocationHook } from 'wouter'
import { navigate as go, useBrowserLocation } from 'wouter/use-browser-location'
import { layers } from './page-layers'

export { layers, startHistory } from './page-layers'

interface NavigateOptions {
  readonly replace?: boolean
  readonly state?: unknown
}

/** Goes to an address. Layers over the page lose their entries in the history. */
export const navigate = (to: string | URL, options: NavigateOptions = {}): void =>
  layers.leave((replace) => go(to, { ...options, replace: options.replace ?? replace }))

/** The address of the page, for the router. */
export const useOwnLocation: BaseLocationHook = () => [useBrowserLocation()[0], navigate]
