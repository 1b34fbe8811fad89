import type { UserId } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'

/** The person whose data is exported. */
export interface Exported {
  readonly userKey: number
  readonly userId: UserId
  readonly exportKey: number
  /** The number of files in the archive that are stored as such. */
  readonly entries: number
  /** The files after them, of the turn under way. */
  readonly unstored: readonly { readonly name: string }[]
  /** When the export was requested: the time of its files. */
  readonly at: number
}

export interface SectionParts {
  readonly database: Pick<Database, 'read'>
  readonly access: Pick<ChatAccess, 'findReadables' | 'chatsOf'>
  readonly users: Pick<Users, 'keysOf' | 'rowsByKeys'>
}

/** A file of the archive: its bytes, or the blob with its bytes. */
export interface ExportFile {
  readonly name: string
  readonly bytes: Uint8Array | { readonly blob: string }
}

/** A bounded part of a section. */
export interface SectionPart {
  readonly files: readonly ExportFile[]
  /** Where the section continues; undefined at its end. */
  readonly next: unknown
  /** Chats and uploads that are complete with this part. */
  readonly done?: number
}

/**
 * A section of an export. It reads a bounded part of it.
 * @param after where the section continues; undefined at its beginning
 */
export type Section = (parts: SectionParts, person: Exported, after: unknown) => Promise<SectionPart>

/** A file that people and programs read. */
export const jsonFile = (name: string, value: unknown): ExportFile => ({
  name,
  bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
})

export const textFile = (name: string, text: string): ExportFile => ({ name, bytes: Buffer.from(text) })

/** A number with leading zeros, so that names sort like numbers. */
export const numbered = (number: number): string => String(number).padStart(4, '0')

/** A time that people and programs read; null for none. */
export const timeOf = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString()
