import type { NewMessage } from './schema'

/** What decides whether a repeated send is the same: 16 bytes of SHA-256 over body and replyTo as sent. */
export const sentHash = (bodyJson: string, replyTo: NewMessage['replyTo']): Uint8Array => {
  const sent = replyTo ? `${bodyJson}\0${replyTo.id}\0${replyTo.seq}` : bodyJson
  const hash = new Uint8Array(32)
  Bun.SHA256.hash(sent, hash)
  return hash.subarray(0, 16)
}
