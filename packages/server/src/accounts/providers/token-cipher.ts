import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { OidcProvider } from '../../config/oidc-settings'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/**
 * Encrypts refresh tokens (AES-256-GCM). The key is made from the provider's secret, which is outside the database and the same on
 * all nodes. So a copy of the database alone has no token that works. A provider without a secret keeps none.
 */
export class TokenCipher {
  private constructor(private readonly key: Buffer) {}

  /** Undefined for a provider without a secret. */
  static of({ issuer, clientId, clientSecret }: OidcProvider): TokenCipher | undefined {
    const secret = clientSecret?.()
    if (secret === undefined) return undefined
    const info = `parley refresh token ${issuer} ${clientId}`
    return new TokenCipher(Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES)))
  }

  encrypt(token: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce)
    const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]))
  }

  /** Undefined when another key encrypted it: the secret changed. */
  decrypt(stored: Uint8Array): string | undefined {
    const bytes = Buffer.from(stored)
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      )
    } catch {
      return undefined
    }
  }
}
