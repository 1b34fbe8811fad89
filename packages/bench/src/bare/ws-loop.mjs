/** The loop of bun-loop.ts on Node with `ws`. It sends a message to every socket of the topic, and then responds. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const rooms = new Map()
const textFrom = '{"jsonrpc":"2.0","id":'.length
const sender = '01900000-0000-7000-8000-000000000001'

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })

server.on('connection', (socket, request) => {
  const topic = request.url?.slice(request.url.indexOf('?') + 1) ?? ''
  const room = rooms.get(topic) ?? { rev: 0, sockets: new Set() }
  rooms.set(topic, room)
  room.sockets.add(socket)
  socket.on('close', () => room.sockets.delete(socket))
  socket.on('message', (bytes) => {
    const call = bytes.toString()
    const rev = ++room.rev
    const paramsAt = call.indexOf('"params":{') + 10
    const row = `{${call.slice(paramsAt, -2)},"seq":${rev},"rev":${rev},"senderId":"${sender}","at":1700000000000,"countable":true}`
    const delta = Buffer.from(
      `{"jsonrpc":"2.0","method":"chat.delta","params":{"chatId":"${sender}","from":${rev - 1},"rev":${rev},"messages":[${row}]}}`,
    )
    for (const peer of room.sockets) peer.send(delta, { binary: false })
    socket.send(`{"jsonrpc":"2.0","id":${call.slice(textFrom, textFrom + 8)},"result":${row}}`)
  })
})

http.listen(0, '127.0.0.1', () => console.log(`listening on ${http.address().port}`))
