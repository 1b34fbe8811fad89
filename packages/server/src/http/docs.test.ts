import { expect, test } from 'bun:test'
import { openRpc, openRpcServers } from '@parley/protocol/openrpc'
import { ContractDocuments } from './docs'

/** More origins than are kept. */
const ORIGINS = 40

test('each origin gets the same document with its own address', async () => {
  const documents = new ContractDocuments({
    endpoints: (request) => ({ origin: new URL(request.url).origin }),
  })
  const texts = new Set<string>()
  for (let at = 0; at < ORIGINS; at++) {
    const origin = `http://host${at}.test`
    const request = new Request(`${origin}/openrpc.json`)
    const text = await documents.openRpc(request, '').text()
    if (at % 13 === 0) expect(JSON.parse(text)).toEqual({ ...openRpc(), servers: openRpcServers({ origin }) })
    texts.add(await documents.openApi(request, '').text())
  }
  expect(texts.size).toBe(1)
})
