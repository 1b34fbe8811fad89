import { asyncApi, asyncApiServers } from '@parley/protocol/asyncapi'
import type { Endpoints } from '@parley/protocol/endpoints'
import { openApi } from '@parley/protocol/openapi'
import { openRpc, openRpcServers } from '@parley/protocol/openrpc'
import { gzipSync } from 'bun'
import { commonHeaders } from './respond'

interface Kind {
  /** Makes the document for no server in particular. */
  readonly make: () => object
  /** Says where the server is; absent where a document needs no address. */
  readonly servers?: (endpoints: Endpoints) => unknown
}

const kinds = {
  openapi: { make: openApi },
  openrpc: { make: openRpc, servers: openRpcServers },
  asyncapi: { make: asyncApi, servers: asyncApiServers },
} as const satisfies Record<string, Kind>
type KindName = keyof typeof kinds

interface Written {
  readonly text: string
  readonly gzipped: Uint8Array<ArrayBuffer>
}

/** Callers choose the origin that a request names, so the documents of a few origins are kept and no more. */
const KEPT = 16

export interface ContractDocumentsOptions {
  /** Where the server is for whoever made this request. */
  readonly endpoints: (request: Request, peer: string) => Endpoints
}

/** The contract as documents, made when somebody first asks. */
export class ContractDocuments {
  private readonly made = new Map<KindName, object>()
  private readonly kept = new Map<string, Written>()

  constructor(private readonly options: ContractDocumentsOptions) {}

  /** `GET /openapi.json`: the HTTP side. `peer` is the address that is connected to this node. */
  openApi(request: Request, peer: string): Response {
    return this.answer(request, peer, 'openapi')
  }

  /** `GET /openrpc.json`: the JSON-RPC side, with the events. */
  openRpc(request: Request, peer: string): Response {
    return this.answer(request, peer, 'openrpc')
  }

  /** `GET /asyncapi.json`: the events. */
  asyncApi(request: Request, peer: string): Response {
    return this.answer(request, peer, 'asyncapi')
  }

  private answer(request: Request, peer: string, name: KindName): Response {
    const endpoints = this.options.endpoints(request, peer)
    const key = `${name} ${endpoints.origin}`
    const kept = this.kept.get(key) ?? this.keep(key, this.write(name, endpoints))
    const zips = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
    if (typeof kept === 'string') return documentResponse(kept)
    return zips ? documentResponse(kept.gzipped, { 'content-encoding': 'gzip' }) : documentResponse(kept.text)
  }

  private write(name: KindName, endpoints: Endpoints): string {
    const { make, servers }: Kind = kinds[name]
    const document = this.made.get(name) ?? make()
    this.made.set(name, document)
    return JSON.stringify(servers ? { ...document, servers: servers(endpoints) } : document)
  }

  /** Compresses a document that it keeps; another one is sent as it is, which costs the server less. */
  private keep(key: string, text: string): Written | string {
    if (this.kept.size >= KEPT) return text
    const written = { text, gzipped: gzipSync(text) }
    this.kept.set(key, written)
    return written
  }
}

/** Anybody may read the contract, also the page of a tool that shows it. */
const documentResponse = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Response =>
  new Response(body, {
    headers: {
      ...commonHeaders,
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      vary: 'Accept-Encoding',
      ...headers,
    },
  })
