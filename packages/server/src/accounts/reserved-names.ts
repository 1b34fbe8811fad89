import { createHmac } from 'node:crypto'
import { newSecret } from '../lib/secret'
import type { Queries } from '../storage/database'
import { getMeta, lockMeta } from '../storage/meta'
import * as store from './reserved-names-store'

/** The entry of `meta` with the key of the hashes. */
const keyName = 'name_key'

/**
 * The user names of erased accounts. They can't be registered again, because the new owner could pass for the former
 * one. The table has only hashes, and their key is in `meta`: a row alone doesn't show the name.
 */
export class ReservedNames {
  /** Whether an erased account had this name. */
  async has(db: Queries, username: string): Promise<boolean> {
    const key = await getMeta(db, keyName)
    return key !== undefined && store.hasName(db, hashOf(key, username))
  }

  /** Reserves the name of an account that is being erased. */
  async reserve(db: Queries, username: string, nowMs: number): Promise<void> {
    const key = await lockMeta(db, keyName, newSecret(32))
    await store.insertName(db, { name_hash: hashOf(key, username), erased_at: nowMs })
  }
}

const hashOf = (key: string, username: string): Uint8Array => createHmac('sha256', key).update(username).digest()
