import { oncePerFrame, type Scheduler } from '../lib/once-per-frame'

/** Events of the surroundings: the network came or went, the page was shown, hidden or is about to close. */
export type EnvironmentEvent = 'online' | 'offline' | 'visible' | 'leaving'

export interface Environment {
  /** False when the browser knows that there is no network. */
  online(): boolean
  /** Returns the way to stop. */
  listen(listener: (what: EnvironmentEvent) => void): () => void
  /** When listeners receive changes. */
  readonly later: Scheduler
}

/** For programs without a page. */
export const plainEnvironment: Environment = {
  online: () => true,
  listen: () => () => undefined,
  later: (run) => queueMicrotask(run),
}

const browserEvents: readonly [target: 'window' | 'document', event: string, what: () => EnvironmentEvent][] = [
  ['window', 'online', () => 'online'],
  ['window', 'offline', () => 'offline'],
  ['window', 'pagehide', () => 'leaving'],
  ['window', 'pageshow', () => 'visible'],
  ['document', 'visibilitychange', () => (document.visibilityState === 'visible' ? 'visible' : 'leaving')],
]

/** The page's surroundings. */
export const pageEnvironment = (): Environment => ({
  later: oncePerFrame(),
  online: () => navigator.onLine,
  listen(onEvent) {
    const stops = browserEvents.map(([target, event, what]) => {
      const source = target === 'window' ? window : document
      const listener = () => onEvent(what())
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
