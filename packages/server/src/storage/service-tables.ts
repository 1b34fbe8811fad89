import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'

/** Tables about other products that call this server, and about their users. */
export interface ServiceTables {
  service_tokens: {
    key: Generated<number>
    id: StoredId
    name: string
    token_hash: Uint8Array
    /** The beginning of the token, to recognise it. */
    hint: string
    /** The scopes, with spaces between them. */
    scopes: string
    created_at: number
    /** Null: it works until it is revoked. */
    expires_at: number | null
    /** When it was last used, to the minute. */
    last_used_at: number | null
    revoked_at: number | null
  }
  /** The accounts that belong to ids of other products. */
  external_users: {
    external_id: string
    user_key: number
    created_at: number
  }
  /** The groups that services created, and which they may change. */
  service_chats: { chat_key: number; created_at: number }
  /** Hashes of sign-in tokens that work once, until the tokens expire. */
  used_jwts: { jwt_hash: Uint8Array; expires_at: number }
}
