import { randomBytes } from 'node:crypto'
import { fail } from '../lib/fail'
import { type AppendedBytes, type BlobUploads, type FinishedUpload, UPLOAD_PIECE_BYTES } from './blob-uploads'
import { checkedId } from './keys'
import { piecesOf } from './pieces'
import type { S3Objects } from './s3-objects'

interface S3UploadsOptions {
  readonly objects: S3Objects
  /** The prefix of all uploads' names. */
  readonly prefix: string
  /** The name of the object with a key. */
  readonly nameOf: (key: string) => string
}

/** A stored piece of an upload. */
interface Piece {
  readonly name: string
  readonly index: number
  /** Bytes. */
  readonly size: number
}

/**
 * Unfinished uploads as numbered objects, each of one piece: `<id>/<index>-<put>`, or `<id>/<index>` from earlier versions. All
 * pieces but the last are full, so an append that begins inside a piece reads that piece and stores it again, longer. An object is
 * never written twice: a node that joins the pieces gets those that it saw, or `conflict`, whatever other nodes append meanwhile.
 */
export class S3Uploads implements BlobUploads {
  constructor(private readonly options: S3UploadsOptions) {}

  async length(id: string): Promise<number> {
    return lengthOf(await this.pieces(id))
  }

  async append(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    const known = await this.stored(this.folderOf(id))
    const pieces = inOrder(known)
    if (lengthOf(pieces) !== offset) throw fail('conflict')
    const first = Math.floor(offset / UPLOAD_PIECE_BYTES)
    let index = first
    let length = offset
    for await (const piece of piecesOf(this.continued(pieces[first], bytes), UPLOAD_PIECE_BYTES)) {
      await this.store(id, { index, piece, known })
      length = index * UPLOAD_PIECE_BYTES + piece.byteLength
      index += 1
    }
    return length
  }

  async finish(id: string, { key, size }: FinishedUpload): Promise<void> {
    const { objects, nameOf } = this.options
    const name = nameOf(key)
    const pieces = await this.pieces(id)
    if (lengthOf(pieces) === size) await this.assemble(pieces, name, size)
    else if ((await objects.size(name)) !== size) throw fail('conflict')
    await this.discard(id)
  }

  async discard(id: string): Promise<void> {
    await this.options.objects.removeAll(this.folderOf(id))
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<readonly string[]> {
    const { objects, prefix } = this.options
    // The sign that follows the slash skips all pieces of the last upload.
    const last = after === undefined ? {} : { after: `${prefix}${after}0` }
    const { prefixes } = await objects.list({ prefix, delimiter: '/', limit, ...last })
    return prefixes.map((one) => one.slice(prefix.length, -1))
  }

  /**
   * Stores a piece in place of the known ones with its index.
   * @throws Failure with `conflict` when another node stored one meanwhile. Otherwise two nodes could store a whole file twice
   */
  private async store(
    id: string,
    { index, piece, known }: { readonly index: number; readonly piece: Uint8Array; readonly known: readonly Piece[] },
  ): Promise<void> {
    const { objects } = this.options
    const prefix = `${this.folderOf(id)}${digitsOf(index)}`
    const name = `${prefix}-${randomBytes(8).toString('hex')}`
    await objects.put(name, piece)
    const replaced = known.filter((one) => one.name.startsWith(prefix)).map((one) => one.name)
    const stored = await this.stored(prefix)
    if (stored.some((one) => one.name !== name && !replaced.includes(one.name))) {
      await objects.remove(name)
      throw fail('conflict')
    }
    for (const shorter of replaced) await objects.remove(shorter)
  }

  private async assemble(pieces: readonly Piece[], name: string, size: number): Promise<void> {
    const { objects } = this.options
    const [first, ...others] = pieces
    if (first === undefined) throw fail('conflict')
    const parts = pieces.map((piece) => ({ copyOf: piece.name }))
    if (others.length > 0) await objects.assemble({ name, size, parts })
    else if (!(await objects.copy(first.name, name))) throw fail('conflict')
  }

  /** The last piece when it isn't full, and what comes now. When nothing comes, nothing needs to be stored again. */
  private async *continued(shorter: Piece | undefined, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let missing = shorter
    for await (const chunk of bytes) {
      if (chunk.byteLength === 0) continue
      if (missing) {
        const piece = await this.options.objects.read(missing.name, 0, missing.size)
        if (piece === undefined) throw fail('conflict')
        yield piece
        missing = undefined
      }
      yield chunk
    }
  }

  private async pieces(id: string): Promise<readonly Piece[]> {
    return inOrder(await this.stored(this.folderOf(id)))
  }

  /** All pieces whose names begin with a text, also those that don't count. */
  private async stored(prefix: string): Promise<readonly Piece[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const found = await Array.fromAsync(this.options.objects.all(prefix))
    return found.map(({ name, size }) => ({ name, size, index: Number(/^\d+/.exec(name.slice(folder.length))?.[0]) }))
  }

  private folderOf(id: string): string {
    return `${this.options.prefix}${checkedId(id)}/`
  }
}

/** The pieces that count, in order. Of two with the same index the longer one counts. */
const inOrder = (stored: readonly Piece[]): readonly Piece[] => {
  const pieces: Piece[] = []
  for (const piece of stored) {
    // Pieces after a gap come from another node that appended at the same time.
    if (piece.index > pieces.length) break
    if (piece.size > (pieces[piece.index]?.size ?? 0)) pieces[piece.index] = piece
  }
  // So do those after an incomplete piece.
  const last = pieces.findIndex(({ size }) => size < UPLOAD_PIECE_BYTES)
  return last < 0 ? pieces : pieces.slice(0, last + 1)
}

const digitsOf = (index: number): string => String(index).padStart(6, '0')

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((length, { size }) => length + size, 0)
