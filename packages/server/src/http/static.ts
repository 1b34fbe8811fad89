import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'bun'
import { commonHeaders, plainText } from './respond'
import { type PageSecurity, securityHeaders, serviceWorkerHeaders } from './security-headers'

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Compressed on demand: compressing a whole site at once would block the event loop. */
  readonly gzipped: (() => Uint8Array<ArrayBuffer>) | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly etag: string
}

interface Site {
  readonly files: ReadonlyMap<string, StaticFile>
  readonly index: StaticFile
  /** The page of the contract, at `/docs` and below. */
  readonly docs: StaticFile
  /** One chat for a frame in a page of another product, at `/embed/<chat>`. */
  readonly embed: StaticFile | undefined
  readonly scriptHashes: readonly string[]
}

const compressible = /^(text\/|application\/(javascript|json|manifest\+json|xml)|image\/svg)/
const MIN_GZIP_BYTES = 1_024
/** Files of the build for the server alone. */
const unserved = /^\/(\.|csp\.json$|(index|docs|embed)\.html$)|\/\./
/** Revalidated each time, like the page: a browser with an old one keeps an old client. */
const serviceWorker = '/sw.js'
const isDocs = /^\/docs(\/|$)/
const isEmbed = /^\/embed(\/|$)/
/** Stands in the page for frames where the server puts the origins that may sign people in. */
const originsMark = '<!--origins-->'

/**
 * The built web client, held in memory. Hashed files never change, and pages are revalidated each time. Any other path
 * is a route of the client, or of the page about the contract. Only files found in the directory are served, so that no
 * path leads out of it.
 */
export class StaticFiles {
  private site: Site | undefined

  /**
   * @param directory of the built client; it may appear while the server runs
   * @param tiles the origin of the maps that its pages show, if they show any
   * @param framedBy origins of other products, whose pages may show a chat in a frame
   */
  constructor(
    private readonly directory: string,
    private readonly tiles?: string,
    private readonly framedBy: readonly string[] = [],
  ) {}

  /** Answers a GET or HEAD for any other path; `origin` is the one that the browser shows. */
  handle(request: Request, path: string, origin: string): Response {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainText('Use GET.\n', 405)
    this.site ??= readSite(this.directory, this.framedBy)
    if (!this.site) return notBuilt(origin)
    const file = this.site.files.get(path)
    if (file) return send(request, file, path === serviceWorker ? serviceWorkerHeaders : {})
    if (looksLikeFile(path)) return plainText('There is no such file.\n', 404)
    const { index, docs, scriptHashes } = this.site
    const security = { scriptHashes, origin, tiles: this.tiles }
    if (isEmbed.test(path)) return this.embedded(request, security)
    return send(request, isDocs.test(path) ? docs : index, securityHeaders(security))
  }

  /** The only page that may be in a frame, and only in pages of the allowed origins. */
  private embedded(request: Request, security: PageSecurity): Response {
    const { framedBy, site } = this
    if (framedBy.length === 0) return plainText(`${noFrames}\n`, 403)
    if (!site?.embed) return plainText('There is no such file.\n', 404)
    return send(request, site.embed, securityHeaders({ ...security, framedBy }))
  }
}

const noFrames = 'This server shows no chats in other pages. Its operator can allow pages with PARLEY_ALLOWED_ORIGINS.'

const looksLikeFile = (path: string): boolean =>
  path.startsWith('/assets/') || /\.(js|mjs|css|map|json|png|ico|svg|txt|xml|webmanifest|woff2?|html?|php)$/i.test(path)

const readSite = (directory: string, framedBy: readonly string[]): Site | undefined => {
  if (!existsSync(join(directory, 'index.html'))) return undefined
  const files = new Map<string, StaticFile>()
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(directory, file).replaceAll('\\', '/')}`
    if (!unserved.test(path)) files.set(path, readFile(file, path.startsWith('/assets/') ? 'hashed' : 'asked'))
  }
  const index = readFile(join(directory, 'index.html'), 'asked')
  const docs = existsSync(join(directory, 'docs.html')) ? readFile(join(directory, 'docs.html'), 'asked') : index
  const embed = readEmbed(join(directory, 'embed.html'), framedBy)
  return { files, index, docs, embed, scriptHashes: readHashes(directory) }
}

/** The page for frames, with the origins in it: it takes tokens from them alone. They are URLs, so they hold no quotes. */
const readEmbed = (file: string, origins: readonly string[]): StaticFile | undefined => {
  if (!existsSync(file)) return undefined
  const meta = `<meta name="origins" content="${origins.join(' ')}">`
  return fileOf(
    new TextEncoder().encode(readFileSync(file, 'utf8').replace(originsMark, meta)),
    'text/html;charset=utf-8',
    'asked',
  )
}

const readHashes = (directory: string): readonly string[] => {
  const file = join(directory, 'csp.json')
  if (!existsSync(file)) return []
  const { scriptHashes } = JSON.parse(readFileSync(file, 'utf8')) as { scriptHashes: string[] }
  return scriptHashes
}

const readFile = (file: string, caching: 'hashed' | 'asked'): StaticFile =>
  fileOf(new Uint8Array(readFileSync(file)), Bun.file(file).type, caching)

const fileOf = (bytes: Uint8Array<ArrayBuffer>, type: string, caching: 'hashed' | 'asked'): StaticFile => {
  const gzipped =
    compressible.test(type) && bytes.length >= MIN_GZIP_BYTES ? once(() => gzipSync(bytes, { level: 9 })) : undefined
  return {
    bytes,
    gzipped,
    etag: `"${Bun.hash(bytes).toString(36)}"`,
    headers: {
      ...commonHeaders,
      'content-type': type,
      'cache-control': caching === 'hashed' ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(gzipped ? { vary: 'Accept-Encoding' } : {}),
    },
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const send = (request: Request, file: StaticFile, extra: Record<string, string>): Response => {
  const headers = { ...file.headers, ...extra, etag: file.etag }
  if (request.headers.get('if-none-match')?.includes(file.etag)) return new Response(null, { status: 304, headers })
  if (file.gzipped && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
    return new Response(file.gzipped(), { headers: { ...headers, 'content-encoding': 'gzip' } })
  return new Response(file.bytes, { headers })
}

const notBuiltPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Parley</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>Parley is running</h1>
<p>The server works, but its web client has not been built yet. Run <code>npm run build</code> in the project's
directory and load this page again; <code>npm start</code> does both.</p>
<p>The API is there: <a href="/openapi.json">HTTP</a>, <a href="/openrpc.json">WebSocket</a>.</p>
</html>
`

const notBuilt = (origin: string): Response =>
  new Response(notBuiltPage, {
    status: 503,
    headers: {
      ...securityHeaders({ scriptHashes: [], origin, tiles: undefined }),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
