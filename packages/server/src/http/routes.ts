import { type Condition, takesCalls } from '../lib/condition'
import { fail } from '../lib/fail'
import { isPreflight, isShared, preflightResponse, readableBy } from './cross-origin'
import type { ContractDocuments } from './docs'
import { arrived, health, ready } from './health'
import type { MediaFiles } from './media-files'
import type { MetricsPage } from './metrics'
import type { Origins } from './origin'
import { type PolicyChanges, policyChangesPath } from './policy-changes'
import { type ProviderPages, providerPath } from './provider-pages'
import { errorResponse, plainText } from './respond'
import type { Rpc } from './rpc'
import type { StaticFiles } from './static'

export interface RoutesOptions {
  readonly rpc: Pick<Rpc, 'handle'>
  readonly mediaFiles: Pick<MediaFiles, 'upload' | 'send'>
  readonly origins: Origins
  readonly providerPages: Pick<ProviderPages, 'handle'>
  readonly metricsPage: Pick<MetricsPage, 'handle'>
  readonly policyChanges: Pick<PolicyChanges, 'handle'>
  readonly documents: ContractDocuments
  readonly staticFiles: Pick<StaticFiles, 'handle'>
  readonly condition: () => Condition
  /** Distinguishes installations. */
  readonly installation: string
}

const api = '/api/'
const files = '/files/'

/** All HTTP responses except the upgrade to WebSocket. */
export class Routes {
  constructor(private readonly options: RoutesOptions) {}

  /** Answers one request, also from a page of another product that may call. */
  handle(request: Request, remoteAddress: () => string): Response | Promise<Response> {
    const path = pathOf(request.url)
    const origin = isShared(path) ? this.options.origins.allowed(request) : undefined
    if (origin === undefined) return this.answer(request, path, remoteAddress)
    if (isPreflight(request)) return preflightResponse(origin)
    return Promise.resolve(this.answer(request, path, remoteAddress)).then((response) => readableBy(origin, response))
  }

  private answer(request: Request, path: string, remoteAddress: () => string): Response | Promise<Response> {
    if (path.startsWith(api)) return this.call(request, path.slice(api.length), remoteAddress)
    if (path.startsWith(files)) return this.upload(request, path.slice(files.length), remoteAddress)
    if (request.method === 'POST') return plainText('Methods are called with POST /api/<method>.\n', 404)
    return this.page(request, path, remoteAddress)
  }

  private upload(request: Request, id: string, remoteAddress: () => string): Response | Promise<Response> {
    const condition = this.options.condition()
    return takesCalls(condition) ? this.options.mediaFiles.upload(request, id, remoteAddress) : notNow(condition)
  }

  private call(request: Request, method: string, remoteAddress: () => string): Response | Promise<Response> {
    const condition = this.options.condition()
    if (takesCalls(condition)) return this.options.rpc.handle(request, method, remoteAddress)
    return notNow(condition)
  }

  private page(request: Request, path: string, remoteAddress: () => string): Response | Promise<Response> {
    const { documents, metricsPage, origins, condition, installation } = this.options
    switch (path) {
      case '/health':
        return health(installation)
      case '/health/arrived':
        return arrived(request, origins.believed(request, remoteAddress()))
      case '/ready':
        return ready(condition())
      case policyChangesPath:
        return this.options.policyChanges.handle(request, remoteAddress())
      case '/metrics':
        return metricsPage.handle(request, remoteAddress())
      case '/openapi.json':
        return documents.openApi(request, remoteAddress())
      case '/openrpc.json':
        return documents.openRpc(request, remoteAddress())
      case '/asyncapi.json':
        return documents.asyncApi(request, remoteAddress())
      case '/api':
        return Response.redirect('/docs')
      default:
        if (path.startsWith(providerPath)) return this.provider(request, path, remoteAddress)
        if (path.startsWith('/media/')) return this.options.mediaFiles.send(request, path, remoteAddress)
        return this.client(request, decoded(path), remoteAddress())
    }
  }

  private provider(request: Request, path: string, remoteAddress: () => string): Response | Promise<Response> {
    const condition = this.options.condition()
    return takesCalls(condition) ? this.options.providerPages.handle(request, path, remoteAddress) : notNow(condition)
  }

  private client(request: Request, path: string, peer: string): Response {
    const { origins, staticFiles } = this.options
    const refusal = origins.hostRefusal(request, peer)
    if (refusal !== undefined) return plainText(`${refusal}\n`, 403)
    return staticFiles.handle(request, path, origins.origin(request, peer))
  }
}

const notNow = (condition: Condition): Response =>
  errorResponse(fail('unavailable', { retryAfterMs: 2_000, message: `The server is ${condition}. Try again.` }))

/** The path of a request's URL, as it was sent; a request with an invalid host has only a path. */
export const pathOf = (url: string): string => {
  const from = url.startsWith('/') ? 0 : url.indexOf('/', 'https://'.length)
  if (from === -1) return '/'
  const query = url.indexOf('?', from)
  return query === -1 ? url.slice(from) : url.slice(from, query)
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
