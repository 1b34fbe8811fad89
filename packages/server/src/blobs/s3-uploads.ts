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
    const pieces = await this.pieces(id)
    if (lengthOf(pieces) !== offset) throw fail('conflict')
    const { objects } = this.options
    const first = Math.floor(offset / UPLOAD_PIECE_BYTES)
    const shorter = pieces[first]
    let index = first
    let length = offset
    for await (const piece of piecesOf(this.continued(shorter, bytes), UPLOAD_PIECE_BYTES)) {
      await objects.put(this.newName(id, index), piece)
      if (index === first && shorter) await objects.remove(shorter.name)
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
    await this.options.objects.removeAll(`${this.prefixOf(id)}/`)
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<readonly string[]> {
    const { objects, prefix } = this.options
    // The sign that follows the slash skips all pieces of the last upload.
    const last = after === undefined ? {} : { after: `${prefix}${after}0` }
    const { prefixes } = await objects.list({ prefix, delimiter: '/', limit, ...last })
    return prefixes.map((one) => one.slice(prefix.length, -1))
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

  /** The pieces that count, in order. Of two with the same index the longer one counts. */
  private async pieces(id: string): Promise<readonly Piece[]> {
    const prefix = `${this.prefixOf(id)}/`
    const pieces: Piece[] = []
    for await (const { name, size } of this.options.objects.all(prefix)) {
      const index = Number(/^\d+/.exec(name.slice(prefix.length))?.[0])
      // Pieces after a gap come from another node that appended at the same time.
      if (index > pieces.length) break
      if (size > (pieces[index]?.size ?? 0)) pieces[index] = { name, size }
    }
    // So do those after an incomplete piece.
    const last = pieces.findIndex(({ size }) => size < UPLOAD_PIECE_BYTES)
    return last < 0 ? pieces : pieces.slice(0, last + 1)
  }

  private newName(id: string, index: number): string {
    return `${this.prefixOf(id)}/${String(index).padStart(6, '0')}-${randomBytes(8).toString('hex')}`
  }

  private prefixOf(id: string): string {
    return `${this.options.prefix}${checkedId(id)}`
  }
}

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((length, { size }) => length + size, 0)
