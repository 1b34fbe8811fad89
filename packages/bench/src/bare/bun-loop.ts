/**
 * The bare Bun loop, the upper bound for a server on Bun. It publishes each message to all subscribers of the topic
 * with Bun's native publish, and then responds. It doesn't parse, check or store anything. Its frames have the shape
 * and size of Parley's, so that the same load tool drives both. It runs as its own process and prints the port.
 */
import type { ServerWebSocket } from 'bun'

interface Peer {
  topic: string
  room: { rev: number }
}

const rooms = new Map<string, { rev: number }>()
const roomOf = (topic: string): { rev: number } => {
  const room = rooms.get(topic) ?? { rev: 0 }
  rooms.set(topic, room)
  return room
}

const textFrom = '{"jsonrpc":"2.0","id":'.length
const sender = '01900000-0000-7000-8000-000000000001'

/** A message row as Parley would push it. The ids are at fixed offsets in the load tool's calls. */
const row = (call: string, rev: number): string => {
  const paramsAt = call.indexOf('"params":{') + 10
  return `{${call.slice(paramsAt, -2)},"seq":${rev},"rev":${rev},"senderId":"${sender}","at":1700000000000,"countable":true}`
}

const deltaOf = (message: string, rev: number): string =>
  `{"jsonrpc":"2.0","method":"chat.delta","params":{"chatId":"${sender}","from":${rev - 1},"rev":${rev},"messages":[${message}]}}`

const handle = (peer: Peer, call: string): { answer: string; delta: string } => {
  const rev = ++peer.room.rev
  const message = row(call, rev)
  const id = call.slice(textFrom, textFrom + 8)
  return { answer: `{"jsonrpc":"2.0","id":${id},"result":${message}}`, delta: deltaOf(message, rev) }
}

const server = Bun.serve<Peer>({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request, server) {
    const topic = request.url.slice(request.url.indexOf('?') + 1)
    const peer = { topic, room: roomOf(topic) }
    if (request.method === 'GET')
      return server.upgrade(request, { data: peer }) ? undefined : new Response('no upgrade')
    const { answer, delta } = handle(peer, `${'{"jsonrpc":"2.0","id":10000000,"params":'}${await request.text()}}`)
    server.publish(topic, delta)
    return new Response(answer, { headers: { 'content-type': 'application/json' } })
  },
  websocket: {
    idleTimeout: 120,
    backpressureLimit: 16 * 1024 * 1024,
    open: (socket: ServerWebSocket<Peer>) => {
      socket.subscribe(socket.data.topic)
    },
    message: (socket: ServerWebSocket<Peer>, call) => {
      const { answer, delta } = handle(socket.data, String(call))
      server.publish(socket.data.topic, delta)
      socket.send(answer)
    },
  },
})

console.log(`listening on ${server.port}`)
