/** A random text that cannot be guessed, safe in links and headers. */
export const newSecret = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url')

/** The stored form of a secret: SHA-256, which suffices for random values. */
export const hashSecret = (secret: string): Uint8Array => {
  const bytes = new Uint8Array(Bun.SHA256.byteLength)
  Bun.SHA256.hash(secret, bytes)
  return bytes
}

/** The same as hexadecimal text, for keys of maps. */
export const hashSecretHex = (secret: string): string => Bun.SHA256.hash(secret, 'hex')
