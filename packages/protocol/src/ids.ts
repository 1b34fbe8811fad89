/** Ids on the wire: lowercase UUIDv7 strings (RFC 9562). Their time bits are never read. No zod here: the SDK uses this file at run time. */
declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type UserId = Id<'UserId'>
export type SessionId = Id<'SessionId'>
export type ChatId = Id<'ChatId'>
export type MessageId = Id<'MessageId'>
export type WaveId = Id<'WaveId'>
export type PasskeyId = Id<'PasskeyId'>
export type MediaId = Id<'MediaId'>
export type AccountRequestId = Id<'AccountRequestId'>
export type ReportId = Id<'ReportId'>
export type ServiceTokenId = Id<'ServiceTokenId'>

export const uuidV7Pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether `text` is a lowercase UUIDv7. */
export const isUuidV7 = (text: string): boolean => uuidV7Pattern.test(text)

/** The world channel: everyone belongs to it without a member row. */
export const WORLD_CHAT_ID = '00000000-0000-7000-8000-000000000001' as ChatId

/** Fills an array with random bytes; `crypto.getRandomValues` also exists on insecure origins. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => void
const cryptoBytes: RandomBytes = (bytes) => {
  crypto.getRandomValues(bytes)
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Makes a UUIDv7: 48 bits of time, then random bits.
 * @param nowMs epoch milliseconds
 */
export const newUuidV7 = (nowMs: number = Date.now(), random: RandomBytes = cryptoBytes): string => {
  const bytes = new Uint8Array(16)
  random(bytes)
  let rest = nowMs
  for (let at = 5; at >= 0; at--) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  let text = ''
  for (let at = 0; at < 16; at++) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-'
    text += hex[bytes[at] ?? 0]
  }
  return text
}
