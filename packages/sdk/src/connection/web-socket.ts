import type { Transport } from '../api'

/** Reaches the server at `url` (an origin such as `http://host:8080`) by the platform's WebSocket. */
export const webSocketTransport = (url: string, path = '/ws'): Transport => ({
  connect(events) {
    const socket = new WebSocket(url.replace(/^http/, 'ws').replace(/\/$/, '') + path)
    let closed = false
    const end = (code: number) => {
      if (closed) return
      closed = true
      events.onClose(code)
    }
    socket.onopen = () => events.onOpen()
    socket.onmessage = (message) => {
      if (!closed && typeof message.data === 'string') events.onFrame(message.data)
    }
    socket.onclose = (event) => end(event.code)
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame)
      },
      // A dead network never finishes the closing handshake: a closing client is done at once.
      close: () => {
        socket.close()
        end(1000)
      },
    }
  },
})
