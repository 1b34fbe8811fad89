import type { ChatId, Message } from '@parley/protocol'
import { callHttp } from './people'
import type { Sender } from './senders'

/** All messages of a chat, oldest first, as one of its members sees them. */
export const history = async (url: string, chat: { token: string; chatId: ChatId }): Promise<Message[]> => {
  const all: Message[] = []
  for (;;) {
    const params = { chatId: chat.chatId, after: all.at(-1)?.seq ?? 0, limit: 100 }
    const page = await callHttp(url, { method: 'messages.list', params, token: chat.token })
    all.push(...page.messages)
    if (!page.more) return all
  }
}

/** The problems of a chat's messages, compared with what the senders know; empty when there are none. */
export const audit = (chatId: ChatId, messages: readonly Message[], senders: readonly Sender[]): string[] => {
  const wrong: string[] = []
  for (const [at, { seq }] of messages.entries()) if (seq !== at + 1) wrong.push(`seq ${seq} is at position ${at + 1}`)
  const bySeq = new Map(messages.map((message) => [message.seq, message]))
  const ids = new Set(messages.map(({ id }) => id))
  if (ids.size !== messages.length) wrong.push(`${messages.length - ids.size} messages are duplicates`)
  for (const sender of senders) {
    let last = 0
    for (const { id, text, stored } of sender.sent.filter((message) => message.chatId === chatId)) {
      if (!stored) continue
      const found = bySeq.get(stored.seq)
      if (found?.id !== id) wrong.push(`acknowledged message ${id} is not at seq ${stored.seq}`)
      else if (found.body.type !== 'text' || found.body.text !== text) wrong.push(`message ${id} has another text`)
      if (stored.seq <= last) wrong.push(`message ${id} comes before one that was sent earlier`)
      last = stored.seq
    }
  }
  return wrong
}
