/** The ids that rows carry. */
import { z } from 'zod'
import { type ChatId, type MessageId, type SessionId, type UserId, uuidV7Pattern } from './ids'

const id = <T extends string>(what: string) =>
  z.string().regex(uuidV7Pattern, { error: 'must be a lowercase UUIDv7' }).describe(what) as unknown as z.ZodType<T, T>

export const userId = id<UserId>('A user, made by the server.')
export const sessionId = id<SessionId>('A session, made by the server.')
export const chatId = id<ChatId>('A chat, made by whoever creates it.')
export const messageId = id<MessageId>('A message, made by its sender. A message is named by chat and id.')
