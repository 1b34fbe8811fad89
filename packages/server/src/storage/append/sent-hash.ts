import type { NewMessage } from '../schema'

/** Identifies a send: 16 bytes of SHA-256 over body, replyTo and mentions as sent. */
export const sentHash = (
  bodyJson: string,
  { replyTo, mentions }: { readonly replyTo: NewMessage['replyTo']; readonly mentions: string | null },
): Uint8Array => {
  const answering = replyTo ? `${bodyJson}\0${replyTo.id}\0${replyTo.seq}` : bodyJson
  const sent = mentions === null ? answering : `${answering}\0@${mentions}`
  const hash = new Uint8Array(32)
  Bun.SHA256.hash(sent, hash)
  return hash.subarray(0, 16)
}
