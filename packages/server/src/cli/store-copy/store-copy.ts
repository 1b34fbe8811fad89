import { newUuidV7 } from '@parley/protocol'
import { putMeta } from '../../storage/meta'
import { parseAddress } from './address'
import { checksumOf } from './checksum'
import { endProgress, noteReached, reachedIn } from './progress'
import { batchesOf, countRows, insertRows, keyOf } from './rows'
import { openSource, type Source } from './source'
import { StoreCopyError } from './store-copy-error'
import { type CopiedTable, copiedTables } from './tables'
import { openTarget, type Target } from './target'

/** The progress events of a copy. */
export interface CopyReport {
  began(copy: { readonly from: string; readonly to: string; readonly resumed: boolean }): void
  copied(step: { readonly table: string; readonly rows: number; readonly of: number }): void
  verified(step: { readonly table: string; readonly rows: number }): void
}

export interface StoreCopyOptions {
  /** `sqlite:PATH` or `postgres://…` */
  readonly from: string
  readonly to: string
  readonly report: CopyReport
}

/** The result of a copy. */
export interface Copied {
  readonly rows: number
  /** The address of the copy, without its password. */
  readonly to: string
}

/**
 * Moves an installation into an empty database, table by table. Killed at any moment and started again, it goes on where it
 * was; until everything is compared, no server takes the copy. The source is only read.
 * @throws {StoreCopyError} with a sentence that says what to do
 */
export const copyStore = async ({ from, to, report }: StoreCopyOptions): Promise<Copied> => {
  const fromAddress = parseAddress(from)
  const toAddress = parseAddress(to)
  await using source = await openSource(fromAddress)
  await using target = await openTarget(toAddress, source.epoch)
  report.began({ from: fromAddress.shown, to: toAddress.shown, resumed: target.resumed })
  for (const table of copiedTables) await copyTable({ source, target, report }, table)
  let rows = 0
  for (const table of copiedTables) rows += await verifyTable({ source, target, report }, table)
  await target.transaction(async (db) => {
    await putMeta(db, 'epoch', newUuidV7())
    await endProgress(db)
  })
  return { rows, to: toAddress.shown }
}

interface Copying {
  readonly source: Source
  readonly target: Target
  readonly report: CopyReport
}

/** Each batch is stored together with how far it reaches. */
const copyTable = async ({ source, target, report }: Copying, table: CopiedTable): Promise<void> => {
  const of = await countRows(source.db, table)
  const reached = await reachedIn(target.db, table.name)
  let rows = reached.rows
  report.copied({ table: table.name, rows, of })
  for await (const batch of batchesOf(source.db, table, reached.after)) {
    rows += batch.length
    const after = keyOf(table, batch.at(-1))
    await target.transaction(async (db) => {
      await insertRows(db, table, batch)
      await noteReached(db, table.name, { rows, after })
    })
    report.copied({ table: table.name, rows, of })
  }
  if (table.numbered) await target.continueNumbers(table)
}

/** Finds changes of the source between two runs of one copy, in rows copied before or after them. */
const verifyTable = async ({ source, target, report }: Copying, table: CopiedTable): Promise<number> => {
  const here = await checksumOf(source.db, table)
  const there = await checksumOf(target.db, table)
  if (here.rows !== there.rows || here.sum !== there.sum)
    throw new StoreCopyError(
      `${table.name} differs: ${here.rows} rows with the sum ${here.sum.slice(0, 16)} in the source, ${there.rows} with ${there.sum.slice(0, 16)} in the copy. ` +
        'The source or the copy was changed during the copy: stop the servers of both, empty the target, and copy again.',
    )
  report.verified({ table: table.name, rows: here.rows })
  return here.rows
}
