import type { BaseLocationHook } from 'wouter'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { layers } from '../history/page-layers'

export { layers, startHistory } from '../history/page-layers'

/** The chat of an address such as `/embed/<chat>` or `/c/<chat>/<seq>`. */
const chatOf = (path: string): string | undefined => /^\/(?:embed|c)\/([^/]+)/.exec(path)?.[1]

/** The path inside the client. The address of the frame stays the same. */
const pathStore = createStore<{ readonly path: string }>(() => ({ path: `/c/${chatOf(location.pathname) ?? ''}` }))

interface NavigateOptions {
  readonly replace?: boolean
  readonly state?: unknown
}

/** Replaces the function of `history/navigate.ts`: shows messages of this chat here, and everything else in another tab. */
export const navigate = (to: string | URL, _options: NavigateOptions = {}): void => {
  const { origin, pathname } = new URL(to, location.origin)
  const here = origin === location.origin && chatOf(pathname) === chatOf(pathStore.getState().path)
  if (here && /^\/c\/[^/]+(\/\d+)?$/.test(pathname)) layers.leave(() => pathStore.setState({ path: pathname }))
  else open(origin + pathname, '_blank', 'noopener')
}

/** The path inside the client, for the router. */
export const useOwnLocation: BaseLocationHook = () => [useStore(pathStore, ({ path }) => path), navigate]
