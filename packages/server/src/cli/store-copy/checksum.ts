import type { Queries } from '../../storage/database'
import { batchesOf } from './rows'
import type { CopiedTable, Row, Value } from './tables'

/** The content of a table as two numbers, which are equal for equal rows in any database. */
export interface Checksum {
  readonly rows: number
  readonly sum: string
}

const SUM_BITS = 256

/** One form for a value, whatever driver it came through: bytes as hexadecimal digits, the rest as JSON knows it. */
const canonical = (value: Value | undefined): unknown =>
  value instanceof Uint8Array ? { hex: Buffer.from(value).toString('hex') } : (value ?? null)

const hashOf = ({ columns }: CopiedTable, row: Row): bigint => {
  const text = JSON.stringify(columns.map((column) => canonical(row[column])))
  return BigInt(`0x${new Bun.CryptoHasher('sha256').update(text).digest('hex')}`)
}

/** The hashes of all rows, added up: databases that sort texts differently get the same sum. */
export const checksumOf = async (db: Queries, table: CopiedTable): Promise<Checksum> => {
  let rows = 0
  let sum = 0n
  for await (const batch of batchesOf(db, table)) {
    rows += batch.length
    for (const row of batch) sum = BigInt.asUintN(SUM_BITS, sum + hashOf(table, row))
  }
  return { rows, sum: sum.toString(16) }
}
