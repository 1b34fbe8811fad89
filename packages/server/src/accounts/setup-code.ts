import { fail } from '../lib/fail'
import { hashSecretHex, newSecret } from '../lib/secret'
import type { Database, Queries } from '../storage/database'
import { getMeta, lockMeta, putMeta } from '../storage/meta'
import * as store from './store'

const CODE_BYTES = 16
/** Nodes that start together each print a link of their own; beyond this the oldest ones are void. */
const KEPT_CODES = 16
const metaName = 'setup_code_hashes'

const parse = (stored: string | undefined): string[] => (stored ? stored.split(' ') : [])

/** The links that make the first administrator. Only their hashes are stored; they are void once there is an administrator. */
export class SetupCode {
  constructor(private readonly database: Database) {}

  /** Creates one more code while there is no administrator. */
  renew(): Promise<string | undefined> {
    return this.database.write(async ({ db }) => {
      const hashes = parse(await lockMeta(db, metaName, ''))
      if (await store.hasAdmin(db)) return undefined
      const code = newSecret(CODE_BYTES)
      await putMeta(db, metaName, [...hashes, hashSecretHex(code)].slice(-KEPT_CODES).join(' '))
      return code
    })
  }

  /** Whether a code makes an administrator now. */
  async isValid(db: Queries, code: string): Promise<boolean> {
    const hashes = parse(await getMeta(db, metaName))
    return hashes.includes(hashSecretHex(code)) && !(await store.hasAdmin(db))
  }

  /**
   * Makes all codes void, in the transaction that makes the first administrator: of two people at once, one is too late.
   * @throws `setup_invalid`
   */
  async use(db: Queries, code: string): Promise<void> {
    const hashes = parse(await lockMeta(db, metaName, ''))
    if (!hashes.includes(hashSecretHex(code))) throw fail('setup_invalid', { field: 'setup' })
    await putMeta(db, metaName, '')
  }
}
