import { expect, test } from 'bun:test'
import { createClient, type SocketEvents } from '@parley/sdk'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, register } from '../lib/people'
import { emptyServer } from './refusals'

test('[DL29] a browser with an ended cookie session learns so at once, and its client does not reconnect', async () => {
  await using scene = await emptyServer()
  const alice = await register(scene.url, 'alice')
  await callHttp(scene.url, { method: 'accounts.logout', params: {}, token: alice.token })
  const closed: number[] = []
  let attempts = 0
  // As in a browser, the upgrade sends the cookie, and the client has no token.
  const connect = (events: SocketEvents) => {
    attempts++
    const headers = { cookie: `parley_session=${alice.token}` }
    const socket = new WebSocket(`${scene.url.replace('http', 'ws')}/ws`, { headers } as never)
    socket.addEventListener('open', () => events.onOpen())
    socket.addEventListener('message', ({ data }) => events.onFrame(String(data)))
    socket.addEventListener('close', ({ code }) => {
      closed.push(code)
      events.onClose(code)
    })
    return { send: (frame: string) => socket.send(frame), close: () => socket.close() }
  }
  const client = createClient({ url: scene.url, transport: { connect } })
  const startedAt = performance.now()
  await client.start()
  await eventually(() => client.state.get().connection.phase === 'ended')
  expect(['session_ended', 'unauthenticated']).toContain(client.state.get().connection.ended ?? '')
  await eventually(() => closed.length > 0)
  expect([attempts, closed]).toEqual([1, [4501]])
  console.log(`security: a client with an ended cookie knew after ${Math.round(performance.now() - startedAt)} ms`)
  await client.stop()
})
