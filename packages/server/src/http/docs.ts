import { asyncApi, asyncApiServers } from '@parley/protocol/asyncapi'
import type { Endpoints } from '@parley/protocol/endpoints'
import { openApi } from '@parley/protocol/openapi'
import { openRpc, openRpcServers } from '@parley/protocol/openrpc'
import { gzipSync } from 'bun'
import { commonHeaders } from './respond'

interface Kind {
  /** Creates the document without an address of a server. */
  readonly make: () => object
  /** Adds the server's address; absent where a document needs none. */
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

/** Callers choose the origin in a request, so only the documents of a few origins are cached. */
const KEPT = 16

export interface ContractDocumentsOptions {
  /** The server's address for the sender of this request. */
  readonly endpoints: (request: Request, peer: string) => Endpoints
}

/** The contract as documents, created on demand. */
export class ContractDocuments {
  /** Documents without an address of a server. */
  private readonly made = new Map<KindName, string>()
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
    const { servers }: Kind = kinds[name]
    const endpoints = this.options.endpoints(request, peer)
    const key = servers ? `${name} ${endpoints.origin}` : name
    const kept = this.kept.get(key) ?? this.keep(key, this.write(name, endpoints))
    const zips = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
    if (typeof kept === 'string') return documentResponse(kept)
    return zips ? documentResponse(kept.gzipped, { 'content-encoding': 'gzip' }) : documentResponse(kept.text)
  }

  /** Adds the address to the text: callers who choose ever new ones must not have a whole document written each time. */
  private write(name: KindName, endpoints: Endpoints): string {
    const { make, servers }: Kind = kinds[name]
    const text = this.made.get(name) ?? JSON.stringify({ ...make(), ...(servers && { servers: undefined }) })
    this.made.set(name, text)
    return servers ? `${text.slice(0, -1)},"servers":${JSON.stringify(servers(endpoints))}}` : text
  }

  /** Compresses a cached document. Another one is sent as it is, which costs the server less. */
  private keep(key: string, text: string): Written | string {
    if (this.kept.size >= KEPT) return text
    const written = { text, gzipped: gzipSync(text) }
    this.kept.set(key, written)
    return written
  }
}

/** Any page may read the contract, such as that of a tool that shows it. */
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
