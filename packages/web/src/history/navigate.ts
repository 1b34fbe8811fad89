import type { BaseLocationHook } from 'wouter'
import { navigate as go, useBrowserLocation } from 'wouter/use-browser-location'
import { Layers } from './layers'

/** The layers over this page. */
export const layers = new Layers({
  entries: {
    get state() {
      return history.state
    },
    pushState: (...entry) => history.pushState(...entry),
    go: (by) => history.go(by),
  },
  soon: (run) => void setTimeout(run),
  atLast: (run) => void setTimeout(run, 1_000),
})

/** Handles the browser's buttons, and removes entries that a reload left behind. */
export const startHistory = (): void => {
  addEventListener('popstate', layers.moved)
  layers.settle()
}

interface NavigateOptions {
  readonly replace?: boolean
  readonly state?: unknown
}

/** Goes to an address. Layers over the page lose their entries in the history. */
export const navigate = (to: string | URL, options: NavigateOptions = {}): void =>
  layers.leave((replace) => go(to, { ...options, replace: options.replace ?? replace }))

/** The address of the page, for the router. */
export const useOwnLocation: BaseLocationHook = () => [useBrowserLocation()[0], navigate]
