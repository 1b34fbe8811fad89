import type { EventName, MethodName } from '@parley/protocol'
import type { Transport } from '../api'

/** The same transport, but events of one kind get lost on their way. */
export const withoutEvents = (transport: Transport, lost: EventName): Transport => ({
  connect: (events) =>
    transport.connect({
      ...events,
      onFrame: (frame) => {
        if ((JSON.parse(frame) as { method?: string }).method !== lost) events.onFrame(frame)
      },
    }),
})

/** The same transport to a server whose answers to one method lack a field, as an older server's do. */
export const withoutField = (transport: Transport, method: MethodName, field: string): Transport => ({
  connect: (events) => {
    const asked = new Set<unknown>()
    const socket = transport.connect({
      ...events,
      onFrame: (frame) => {
        const answer = JSON.parse(frame) as { id?: unknown; result?: Record<string, unknown> }
        if (answer.result && asked.has(answer.id)) delete answer.result[field]
        events.onFrame(JSON.stringify(answer))
      },
    })
    const send = (frame: string) => {
      const call = JSON.parse(frame) as { id: unknown; method: string }
      if (call.method === method) asked.add(call.id)
      socket.send(frame)
    }
    return { send, close: () => socket.close() }
  },
})
