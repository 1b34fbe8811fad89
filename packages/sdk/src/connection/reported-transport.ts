import type { ClientOptions, Transport } from '../api'

/** A transport that also reports every frame. */
export const reportedTransport = (transport: Transport, debug: NonNullable<ClientOptions['debug']>): Transport => ({
  connect(events) {
    const socket = transport.connect({
      onOpen: () => events.onOpen(),
      onFrame: (frame) => {
        debug({ type: 'received', frame })
        events.onFrame(frame)
      },
      onClose: (code) => events.onClose(code),
    })
    return {
      send: (frame) => {
        debug({ type: 'sent', frame })
        socket.send(frame)
      },
      close: () => socket.close(),
    }
  },
})
