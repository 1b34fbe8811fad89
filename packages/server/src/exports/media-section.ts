import type { MediaId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import { keysOf } from '../media/blob-keys'
import { selectNextUploads, UPLOADS } from './person-store'
import type { Section } from './section'

const NAME_CHARS = 100

/** The path of an upload in the archive. Every system can create a file of this name. */
export const uploadPath = (id: MediaId, name: string, kind: string): string => {
  const safe = name.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '_').replaceAll(/^[. ]+|[. ]+$/g, '_')
  const stem =
    kind === 'image' ? `${safe.replace(/\.\w{1,5}$/, '').slice(0, NAME_CHARS)}.webp` : safe.slice(-NAME_CHARS)
  return `media/${id}/${stem === '' ? 'file' : stem}`
}

/** The person's uploads: of pictures the largest size. */
export const mediaSection: Section = async ({ database }, { userKey }, after) => {
  const rows = await database.read((db) => selectNextUploads(db, userKey, Number(after ?? 0)))
  const row = rows.find((one) => one.ready_at !== null && one.released_at === null && one.scan !== 'refused')
  if (!row) return { files: [], next: rows.length < UPLOADS ? undefined : rows.at(-1)?.key, done: rows.length }
  const blob = keysOf(row).at(-1)
  const name = uploadPath(toId<MediaId>(row.id), row.name, row.kind)
  return {
    files: blob === undefined ? [] : [{ name, bytes: { blob } }],
    next: row.key,
    done: 1,
  }
}
