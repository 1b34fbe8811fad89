/** The ids that rows carry. */
import { z } from 'zod'
import {
  type AccountRequestId,
  type ChatId,
  type MessageId,
  type PasskeyId,
  type ServiceTokenId,
  type SessionId,
  type UserId,
  uuidV7Pattern,
  type WaveId,
} from './ids'

const id = <T extends string>(what: string) =>
  z.string().regex(uuidV7Pattern, { error: 'must be a lowercase UUIDv7' }).describe(what) as unknown as z.ZodType<T, T>

export const userId = id<UserId>('A user. The server makes the id.')
export const sessionId = id<SessionId>('A session. The server makes the id.')
export const chatId = id<ChatId>('A chat. Its creator makes the id.')
export const messageId = id<MessageId>('A message. The sender makes the id. Chat and id together name a message.')
export const accountRequestId = id<AccountRequestId>('A request for an account. The server makes the id.')
export const waveId = id<WaveId>('The cleanup of a spam wave. The administrator’s client makes the id.')
export const passkeyId = id<PasskeyId>('A passkey. The server makes the id.')
export const serviceTokenId = id<ServiceTokenId>('A service token. The server makes the id.')
