/** Bytes as IndexedDB keeps them: Blobs, or array buffers where the browser refuses Blobs (private windows of WebKit). */
import type { ChatId, MediaId, MessageId } from '@parley/protocol'
import type { AttachedFile } from './new-media'
import type { StoreWrite } from './store'

interface PackedBytes {
  readonly buffer: ArrayBuffer
  readonly type: string
}
export type StoredBytes = Blob | PackedBytes
export interface StoredFile extends Omit<AttachedFile, 'bytes'> {
  readonly bytes: StoredBytes
}

/** A `StoreWrite` whose bytes may be packed. */
export interface PackedWrite extends Omit<StoreWrite, 'bytes' | 'attached'> {
  readonly bytes?: readonly (readonly [MessageId, MediaId, StoredBytes])[]
  readonly attached?: readonly (readonly [ChatId, readonly StoredFile[]])[]
}

const packed = async (bytes: Blob): Promise<PackedBytes> => ({ buffer: await bytes.arrayBuffer(), type: bytes.type })

export const unpacked = (bytes: StoredBytes): Blob =>
  bytes instanceof Blob ? bytes : new Blob([bytes.buffer], { type: bytes.type })

export const unpackedFile = (file: StoredFile): AttachedFile => ({ ...file, bytes: unpacked(file.bytes) })

export const holdsBytes = ({ bytes, attached }: StoreWrite): boolean =>
  (bytes?.length ?? 0) > 0 || (attached ?? []).some(([, files]) => files.length > 0)

/** The write with all its bytes read into memory. */
export const packedWrite = async ({ bytes, attached, ...write }: StoreWrite): Promise<PackedWrite> => ({
  ...write,
  ...(bytes && {
    bytes: await Promise.all(bytes.map(async ([id, mediaId, blob]) => [id, mediaId, await packed(blob)] as const)),
  }),
  ...(attached && {
    attached: await Promise.all(
      attached.map(async ([chatId, files]) => {
        const stored = files.map(async (file) => ({ ...file, bytes: await packed(file.bytes) }))
        return [chatId, await Promise.all(stored)] as const
      }),
    ),
  }),
})
