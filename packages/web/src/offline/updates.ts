import { client } from '../lib/client'
import { failingLoads } from '../lib/load-with-retry'
import { updateStore } from '../lib/update-store'
import { type Build, UpdateWatch } from './update-watch'

const ownBuild = document.querySelector<HTMLMetaElement>('meta[name=build]')?.content
const lookEveryMs = 60 * 60_000

/** The server's build. Undefined without a network, and for development servers, which have none. */
export const serverBuild = async (): Promise<Build | undefined> => {
  try {
    const answer = await fetch('/build.json', { cache: 'no-store' })
    return answer.ok ? ((await answer.json()) as Build) : undefined
  } catch {
    return undefined
  }
}

/**
 * Checks for another build periodically, after reconnecting (a new build means a new server), and when code fails to
 * load.
 */
export const watchUpdates = (registration: ServiceWorkerRegistration | undefined): void => {
  if (!ownBuild) return
  const watch = new UpdateWatch({
    own: ownBuild,
    newest: serverBuild,
    workers: registration,
    onReady: () => updateStore.setState({ ready: true }),
  })
  const look = () => watch.look()
  let { phase } = client.state.get().connection
  client.state.subscribe(() => {
    const before = phase
    phase = client.state.get().connection.phase
    if (phase === 'live' && before !== 'live') look()
  })
  failingLoads.subscribe(({ count }, before) => count > before.count && navigator.onLine && look())
  if (registration) navigator.serviceWorker.addEventListener('controllerchange', look)
  setInterval(look, lookEveryMs)
  look()
}
