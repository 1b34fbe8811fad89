import type { MediaId } from '@parley/protocol'
import type { PictureSize } from '@parley/protocol/fit-picture'
import { toId } from '../lib/uuid-bytes'
import type { MediaRow } from './store'

/** The key of the blob that holds one size of a picture. */
export const pictureKey = (id: MediaId, version: string, { width, height }: PictureSize): string =>
  `${id}/${version}-${width}x${height}.webp`

/** The key of the blob of any other upload. */
export const fileKey = (id: MediaId, version: string): string => `${id}/${version}`

/** The stored sizes of a picture, smallest first. */
export const sizesOf = ({ sizes }: Pick<MediaRow, 'sizes'>): PictureSize[] => JSON.parse(sizes ?? '[]') as PictureSize[]

/**
 * The keys of all blobs of one version of an upload.
 * @param sizes of a picture; undefined for any other upload
 */
export const versionKeys = (id: MediaId, version: string, sizes: readonly PictureSize[] | undefined): string[] =>
  sizes ? sizes.map((size) => pictureKey(id, version, size)) : [fileKey(id, version)]

/** The keys of all blobs of an upload; none until it is complete. */
export const keysOf = (row: Pick<MediaRow, 'id' | 'kind' | 'version' | 'sizes'>): string[] =>
  row.version === null ? [] : versionKeys(toId(row.id), row.version, row.kind === 'image' ? sizesOf(row) : undefined)
