import { openApi } from '@parley/protocol/openapi'
import { openRpc } from '@parley/protocol/openrpc'
import { commonHeaders } from './respond'

/** The contract as documents, made when somebody first asks. */
export class ContractDocuments {
  private readonly texts = new Map<string, string>()

  /** `GET /openapi.json`: the HTTP side. */
  openApi(): Response {
    return this.answer('openapi', openApi)
  }

  /** `GET /openrpc.json`: the JSON-RPC side, with the events. */
  openRpc(): Response {
    return this.answer('openrpc', openRpc)
  }

  private answer(name: string, make: () => unknown): Response {
    const text = this.texts.get(name) ?? JSON.stringify(make())
    this.texts.set(name, text)
    return new Response(text, {
      // Anybody may read the contract, also the page of a tool that shows it.
      headers: {
        ...commonHeaders,
        'content-type': 'application/json; charset=utf-8',
        'access-control-allow-origin': '*',
      },
    })
  }
}
