import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Person, TestApp } from './test-app'
import { upload } from './upload'

/** The beginning of a file in WebM: what the server looks at. */
const webm = Buffer.from('1a45dfa3934282847765626d', 'hex')

/** Uploads a voice message and sends it. */
export const sayVoice = async (app: TestApp, person: Person, chatId: ChatId): Promise<Message> => {
  const announced = { kind: 'voice', durationMs: 3_000, mime: 'audio/webm' } as const
  const { mediaId } = await upload(app, person, { chatId, name: 'voice.webm', bytes: webm, announced })
  return person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'voice', mediaId } })
}
