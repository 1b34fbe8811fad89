import type { EventName, EventParams } from '@parley/protocol'

/** An event as the frame that clients get. */
export const notification = <E extends EventName>(event: E, params: EventParams<E>): string =>
  `{"jsonrpc":"2.0","method":"${event}","params":${JSON.stringify(params)}}`
