import { frameTurns, type Later } from './frame-turns'

/** What the surroundings tell: the network came or went, the page was shown, hidden or is about to go away. */
export type Surrounding = 'online' | 'offline' | 'visible' | 'leaving'

export interface Environment {
  /** False when the browser knows that there is no network. */
  online(): boolean
  /** Returns the way to stop. */
  listen(hear: (what: Surrounding) => void): () => void
  /** When listeners hear of changes. */
  readonly later: Later
}

/** For programs without a page. */
export const plainEnvironment: Environment = {
  online: () => true,
  listen: () => () => undefined,
  later: (run) => queueMicrotask(run),
}

const browserEvents: readonly [target: 'window' | 'document', event: string, what: () => Surrounding][] = [
  ['window', 'online', () => 'online'],
  ['window', 'offline', () => 'offline'],
  ['window', 'pagehide', () => 'leaving'],
  ['window', 'pageshow', () => 'visible'],
  ['document', 'visibilitychange', () => (document.visibilityState === 'visible' ? 'visible' : 'leaving')],
]

/** The page's surroundings. */
export const pageEnvironment = (): Environment => ({
  later: frameTurns(),
  online: () => navigator.onLine,
  listen(hear) {
    const stops = browserEvents.map(([target, event, what]) => {
      const source = target === 'window' ? window : document
      const listener = () => hear(what())
      source.addEventListener(event, listener)
      return () => source.removeEventListener(event, listener)
    })
    return () => {
      for (const stop of stops) stop()
    }
  },
})

export const defaultEnvironment = (): Environment =>
  typeof window === 'undefined' || typeof document === 'undefined' ? plainEnvironment : pageEnvironment()
