import { client } from '../lib/client'
import { failingLoads } from '../lib/load-with-retry'
import { updateStore } from '../lib/update-store'

/** The part of `build.json` about the newest build. */
export interface Build {
  readonly build: string
  readonly files: readonly string[]
}

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

/** The build that a service worker serves. */
const keptBuild = ({ active }: ServiceWorkerRegistration): Promise<string> | undefined =>
  active
    ? new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
        active.postMessage('build', [port2])
      })
    : undefined

/** Checks whether the server has another build than this page, and whether a reload would get it. */
const look = async (registration: ServiceWorkerRegistration | undefined): Promise<void> => {
  if (updateStore.getState().ready) return
  const server = await serverBuild()
  if (!server || !ownBuild || server.build === ownBuild) return
  if (registration && (await keptBuild(registration)) !== server.build) await registration.update()
  else updateStore.setState({ ready: true })
}

/**
 * Checks for another build periodically, after reconnecting (a new build means a new server), and when code fails to
 * load. Without a service worker, a reload always gets the newest.
 */
export const watchUpdates = (registration: ServiceWorkerRegistration | undefined): void => {
  // This may fail while a build is being replaced. A later check finds the new build.
  const lookNow = () => void look(registration).catch(() => undefined)
  let { phase } = client.state.get().connection
  client.state.subscribe(() => {
    const before = phase
    phase = client.state.get().connection.phase
    if (phase === 'live' && before !== 'live') lookNow()
  })
  failingLoads.subscribe(({ count }, before) => count > before.count && navigator.onLine && lookNow())
  if (registration) navigator.serviceWorker.addEventListener('controllerchange', lookNow)
  setInterval(lookNow, lookEveryMs)
  lookNow()
}
