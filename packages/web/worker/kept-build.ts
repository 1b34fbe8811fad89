/** The stored files of builds in this browser. Each build has a cache of its own, named after it. */

export interface Build {
  readonly build: string
  readonly first: readonly string[]
  readonly files: readonly string[]
}

const prefix = 'parley-'
/** The number of parallel downloads. It is low, since the chats on screen have priority. */
const atOnce = 4
/** The number of earlier builds whose files stay available for open tabs. */
const keptBefore = 2

const nameOf = ({ build }: Build): string => prefix + build

/** The page is the same for every route. */
const page = '/'

const fetchFile = async (path: string): Promise<Response> => {
  const answer = await fetch(path, { priority: 'low' })
  if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`)
  return answer
}

/** The server's page, if it belongs to this build. */
const fetchPage = async ({ build }: Build): Promise<Response | undefined> => {
  const answer = await fetch(page, { cache: 'no-store' })
  const isOurs = answer.ok && !answer.redirected && (await answer.clone().text()).includes(`content="${build}"`)
  return isOurs ? answer : undefined
}

/**
 * Stores a whole build, and reuses unchanged files of earlier ones. The page comes last, so a cache with the page is
 * complete. Throws if the server has another build by now.
 */
export const keepBuild = async (kept: Build, { lean }: { readonly lean: boolean }): Promise<void> => {
  const cache = await caches.open(nameOf(kept))
  const left = (lean ? kept.first : kept.files).values()
  const keepRest = async () => {
    for (const path of left) await cache.put(path, (await caches.match(path)) ?? (await fetchFile(path)))
  }
  await Promise.all(Array.from({ length: atOnce }, keepRest))
  const answer = await fetchPage(kept)
  if (!answer) throw new TypeError('the server has another build')
  await cache.put(page, answer)
}

const ownCaches = async (): Promise<readonly string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(prefix))

/** Deletes builds that no tab needs. */
export const forgetEarlier = async (kept: Build): Promise<void> => {
  const others = (await ownCaches()).filter((name) => name !== nameOf(kept))
  await Promise.all(others.slice(0, -keptBefore).map((name) => caches.delete(name)))
}

export const forgetBuild = async (kept: Build): Promise<void> => void (await caches.delete(nameOf(kept)))

/** Deletes every build. From now on, pages come from the server. */
export const forgetAll = async (): Promise<void> => {
  await Promise.all((await ownCaches()).map((name) => caches.delete(name)))
}

export const keptPage = (kept: Build): Promise<Response | undefined> => caches.match(page, { cacheName: nameOf(kept) })

/** A deleted build must not come back. */
const keepOne = async (kept: Build, request: Request, answer: Response): Promise<void> => {
  if (await caches.has(nameOf(kept))) await (await caches.open(nameOf(kept))).put(request, answer)
}

/**
 * A file of this build or of an earlier one. Other files come from the server, and are stored if they belong to this
 * build.
 */
export const fileOf = async (kept: Build, request: Request): Promise<Response> => {
  const options = { ignoreVary: true }
  const held =
    (await caches.match(request, { ...options, cacheName: nameOf(kept) })) ?? (await caches.match(request, options))
  if (held) return held
  const answer = await fetch(request)
  if (answer.ok && kept.files.includes(new URL(request.url).pathname)) await keepOne(kept, request, answer.clone())
  return answer
}

/**
 * Compares the stored page with the server's. An equal page is stored again, because its headers may have changed.
 * @returns whether the server still has this build
 */
export const refreshPage = async (kept: Build): Promise<boolean> => {
  const answer = await fetchPage(kept)
  if (answer) await (await caches.open(nameOf(kept))).put(page, answer)
  return answer !== undefined
}
