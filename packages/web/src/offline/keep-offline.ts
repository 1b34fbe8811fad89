import { workerScript } from '../lib/worker-script'
import { announceUpdate } from './announce-update'
import { savesData } from './saves-data'
import { serverBuild, watchUpdates } from './updates'

/** Undefined if the browser has none, as on insecure origins, or refuses it, as in some private windows. */
const register = async (): Promise<ServiceWorkerRegistration | undefined> => {
  try {
    return await navigator.serviceWorker?.register(workerScript('/sw.js'), { updateViaCache: 'none' })
  } catch {
    return undefined
  }
}

/** Loads every part of the client into the browser's own cache, one after the other. */
const warmCache = async (): Promise<void> => {
  if (savesData()) return
  for (const path of (await serverBuild())?.files ?? []) await fetch(path, { priority: 'low' })
}

/** Keeps the client for starts without a network, as far as this browser can. Shows when there is a newer build. */
export const keepOffline = async (): Promise<void> => {
  if (import.meta.env.DEV) return
  announceUpdate()
  watchUpdates(await register())
  if (!('serviceWorker' in navigator)) await warmCache().catch(() => undefined)
}
