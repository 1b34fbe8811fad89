import type { ChatId, MessageId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'

export interface Flood {
  /** The server's address. */
  readonly url: string
  /** Tokens of the writers. */
  readonly tokens: readonly string[]
  readonly chatId: ChatId
  readonly perSecond: number
  readonly seconds: number
}

const tickMs = 50

/** Sends messages at a steady rate over HTTP. Resolves to their ids when all are stored. */
export const flood = async ({ url, tokens, chatId, perSecond, seconds }: Flood): Promise<MessageId[]> => {
  const began = performance.now()
  const sent: Promise<MessageId>[] = []
  const total = perSecond * seconds
  while (sent.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - began) / 1_000) * perSecond))
    for (let at = sent.length; at < due; at++)
      sent.push(sendOne({ url, chatId, at, token: tokens[at % tokens.length] ?? '' }))
    await new Promise((resolve) => setTimeout(resolve, tickMs))
  }
  return Promise.all(sent)
}

const sendOne = async (one: { url: string; token: string; chatId: ChatId; at: number }): Promise<MessageId> => {
  const id = newUuidV7() as MessageId
  const text = `flood ${one.at} ${'and some words more '.repeat(one.at % 5)}`
  const send = () =>
    fetch(`${one.url}/api/messages.send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${one.token}` },
      body: JSON.stringify({ id, chatId: one.chatId, body: { type: 'text', text } }),
    })
  // The server closes idle connections, some of them in the moment in which they are used again. The same id arrives once.
  const answer = await send().catch(send)
  if (!answer.ok) throw new Error(await answer.text())
  return id
}
