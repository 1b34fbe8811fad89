import { expect, test } from 'bun:test'
import { openRpcServers } from '@parley/protocol/openrpc'
import { tcpAddressOf } from './tcp-address'

test('the TCP address is the one that the running server announces', () => {
  const origin = 'https://chat.example'
  const of = (endpoints: object) => tcpAddressOf({ servers: openRpcServers({ origin, ...endpoints }) })
  expect(of({ tcp: 'tcp://localhost:7009', tcpReach: 'machine' })).toEqual({
    url: 'tcp://localhost:7009',
    reach: 'machine',
  })
  expect(of({ tcp: 'tcps://chat.example:7009', tcpReach: 'network' })).toEqual({
    url: 'tcps://chat.example:7009',
    reach: 'network',
  })
  expect(of({})).toBeUndefined()
})
