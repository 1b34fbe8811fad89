import type { Message } from '@parley/protocol'
import type { Connection } from '../connection/connection'
import type { OutboxEntry } from '../store/store'
import { sentBody } from './send-queue'
import { wireMentions } from './wire-mentions'

/** Without an answer for this long a message counts as unconfirmed and is repeated. */
const unconfirmedMs = 15_000

/** Sends a message of the outbox, or forwards the one that it shows. */
export const deliver = (connection: Connection, entry: OutboxEntry): Promise<Message> => {
  const { id, chatId, body, replyTo, forward } = entry
  if (forward) {
    const { from, withName } = forward
    return connection.call('messages.forward', { id, chatId, from, withName }, unconfirmedMs)
  }
  const message = { id, chatId, body: sentBody(body), ...(replyTo && { replyTo }), ...wireMentions(entry) }
  return connection.call('messages.send', message, unconfirmedMs)
}
