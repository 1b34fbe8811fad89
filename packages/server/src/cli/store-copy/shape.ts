import type { Schema } from '../../storage/schema'

export type Value = number | string | Uint8Array | null
export type Row = Readonly<Record<string, Value>>
export type TableName = keyof Schema

/** One table as it is copied. */
export interface CopiedTable {
  readonly name: TableName
  /** By what rows are read in order: the primary key. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Whether PostgreSQL numbers its rows, and has to go on after the last one. */
  readonly numbered: boolean
  /** Rows of a text key that each database has of its own. */
  readonly leftOut?: { readonly column: string; readonly values: readonly string[] }
  /** Values that a copy does not take over. */
  readonly instead?: Row
}

type Columns<T extends TableName> = { readonly [C in keyof Schema[T]]-?: true }
/** A table as the compiler checks it against the schema. */
export interface Shape<T extends TableName> {
  readonly key: readonly (keyof Schema[T] & string)[]
  readonly columns: Columns<T>
  readonly numbered?: true
  readonly leftOut?: CopiedTable['leftOut']
  readonly instead?: { readonly [C in keyof Schema[T]]?: Schema[T][C] & Value }
}
