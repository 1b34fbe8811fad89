import { openApi } from '@parley/protocol/openapi'
import { openRpc } from '@parley/protocol/openrpc'
import { gzipSync } from 'bun'
import { commonHeaders } from './respond'

/** The contract as documents, made when somebody first asks. */
export class ContractDocuments {
  private readonly made = new Map<string, Document>()

  /** `GET /openapi.json`: the HTTP side. */
  openApi(request: Request): Response {
    return this.answer(request, openApi)
  }

  /** `GET /openrpc.json`: the JSON-RPC side, with the events. */
  openRpc(request: Request): Response {
    return this.answer(request, openRpc)
  }

  private answer(request: Request, make: () => unknown): Response {
    const document = this.made.get(make.name) ?? written(make())
    this.made.set(make.name, document)
    const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
    return new Response(zipped ? document.gzipped : document.text, {
      // Anybody may read the contract, also the page of a tool that shows it.
      headers: {
        ...commonHeaders,
        'content-type': 'application/json; charset=utf-8',
        'access-control-allow-origin': '*',
        vary: 'Accept-Encoding',
        ...(zipped ? { 'content-encoding': 'gzip' } : {}),
      },
    })
  }
}

interface Document {
  readonly text: string
  readonly gzipped: Uint8Array<ArrayBuffer>
}

const written = (document: unknown): Document => {
  const text = JSON.stringify(document)
  return { text, gzipped: gzipSync(text) }
}
