/**
 * Starts the client without a network: it stores the files of a build and serves them. It takes over as soon as it has
 * the whole build, because pages of earlier builds still find their files. The page decides when to reload.
 */
import * as kept from 'virtual:built'
import { isClientRoute } from './client-routes'
import { isServed } from './is-served'
import { fileOf, forgetAll, forgetBuild, forgetEarlier, keepBuild, keptPage, refreshPage } from './kept-build'

declare const self: ServiceWorkerGlobalScope

/** With data saving on, only the files of a start are stored, and others when they are used. */
const savesData = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true

const install = async (): Promise<void> => {
  try {
    await keepBuild(kept, { lean: savesData() })
  } catch (error) {
    await forgetBuild(kept)
    // If the storage has no space for this build, earlier ones must not block it.
    if (error instanceof DOMException && error.name === 'QuotaExceededError') await forgetAll()
    throw error
  }
  await self.skipWaiting()
}

/** After each start: follows the server to another build, or unregisters if the server has none. */
const follow = async (): Promise<void> => {
  try {
    if (await refreshPage(kept)) return
    if (isServed(await fetch('/sw.js', { cache: 'no-store' }))) return void (await self.registration.update())
    await forgetAll()
    await self.registration.unregister()
  } catch {
    // There is no network.
  }
}

const answerPage = async (event: FetchEvent): Promise<Response> => {
  const page = await keptPage(kept)
  if (!page) return fetch(event.request)
  event.waitUntil(follow())
  return page
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(forgetEarlier(kept).then(() => self.clients.claim())))
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate' && isClientRoute(pathname)) event.respondWith(answerPage(event))
  else if (pathname.startsWith('/assets/')) event.respondWith(fileOf(kept, event.request))
})
// Pages request the name of the stored build, or order a worker that still waits to take over.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
  else event.ports[0]?.postMessage(kept.build)
})
