import { hashSecretHex, newSecret } from '../lib/secret'
import type { Database, Queries } from '../storage/database'
import { getMeta, putMeta } from '../storage/meta'
import * as store from './store'

const codeBytes = 16

/** The link that makes the first administrator. Only its hash is stored; it is void once there is an administrator. */
export class SetupCode {
  constructor(private readonly database: Database) {}

  /** Makes a new code (an earlier one is void then), as long as nobody is an administrator. */
  renew(): Promise<string | undefined> {
    return this.database.write(async ({ db }) => {
      if (await store.hasAdmin(db)) return undefined
      const code = newSecret(codeBytes)
      await putMeta(db, 'setup_code_hash', hashSecretHex(code))
      return code
    })
  }

  /** Whether a code makes an administrator now. */
  async isValid(db: Queries, code: string): Promise<boolean> {
    const expected = await getMeta(db, 'setup_code_hash')
    return expected !== undefined && expected === hashSecretHex(code) && !(await store.hasAdmin(db))
  }
}
