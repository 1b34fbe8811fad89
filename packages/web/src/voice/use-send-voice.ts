import type { ChatId } from '@parley/protocol'
import { useClient } from '../lib/client'
import { recorder } from './recording'

/**
 * Ends the recording and adds it to the outbox of its chat. It becomes a reply if the composer has a message to reply
 * to.
 */
export const useSendVoice = (chatId: ChatId, onSending: () => void): (() => Promise<void>) => {
  const client = useClient()
  return async () => {
    const recorded = await recorder.finish()
    if (!recorded) return
    onSending()
    const { draft = '', draftReplyTo: replyTo } = client.state.get().chats.get(chatId) ?? {}
    const name = recorded.bytes.type.includes('mp4') ? 'voice.m4a' : 'voice.webm'
    client.sendMedia(chatId, { type: 'voice', name, ...recorded }, { replyTo })
    if (replyTo) client.setDraft(chatId, draft)
  }
}
