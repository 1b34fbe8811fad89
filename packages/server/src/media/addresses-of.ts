import type { MediaId, Result } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { Addresses } from './addresses'
import { fileKey, pictureKey, sizesOf } from './blob-keys'
import { sentAs } from './media-facts'
import type * as store from './store'

/** The addresses of a complete upload. */
export const addressesOf = async (
  addresses: Addresses,
  row: store.MediaRow,
  expiresAt: number,
): Promise<Result<'media.get'>['media'][number]> => {
  // While the bytes of a held upload are on their way, they lie under the id that the message named.
  const id = toId<MediaId>(row.copied === 0 && row.copy_of !== null ? row.copy_of : row.id)
  const version = row.version ?? ''
  return {
    mediaId: toId<MediaId>(row.copy_of ?? row.id),
    expiresAt,
    sizes: await Promise.all(
      sizesOf(row).map(async ({ width, height }) => ({
        width,
        height,
        path: await addresses.sign({ key: pictureKey(id, version, { width, height }), type: 'image/webp', expiresAt }),
      })),
    ),
    ...(row.kind === 'image'
      ? {}
      : { path: await addresses.sign({ ...sentAs(row), key: fileKey(id, version), expiresAt }) }),
  }
}
