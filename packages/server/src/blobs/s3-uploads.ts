import { fail } from '../lib/fail'
import { type AppendedBytes, type BlobUploads, type FinishedUpload, UPLOAD_PIECE_BYTES } from './blob-uploads'
import { checkedId } from './keys'
import { piecesOf } from './pieces'
import type { S3Objects } from './s3-objects'

interface S3UploadsOptions {
  readonly objects: S3Objects
  /** What the names of all uploads begin with. */
  readonly prefix: string
  /** The name of the object with a key. */
  readonly nameOf: (key: string) => string
}

/**
 * Unfinished uploads as numbered objects: `<id>/<index>`, each of one piece. All pieces but the last are full, so an append that
 * begins inside a piece reads that piece and stores it again, longer. The store copies the pieces into the file by itself.
 */
export class S3Uploads implements BlobUploads {
  constructor(private readonly options: S3UploadsOptions) {}

  async length(id: string): Promise<number> {
    let length = 0
    for await (const { name, size } of this.options.objects.all(`${this.prefixOf(id)}/`)) {
      // What follows a hole, or a piece that isn't full, was left by another node that appended at the same time.
      if (name !== this.pieceName(id, length / UPLOAD_PIECE_BYTES)) break
      length += size
    }
    return length
  }

  async append(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    if ((await this.length(id)) !== offset) throw fail('conflict')
    let index = Math.floor(offset / UPLOAD_PIECE_BYTES)
    let length = index * UPLOAD_PIECE_BYTES
    for await (const piece of piecesOf(this.continued(id, { offset, bytes }), UPLOAD_PIECE_BYTES)) {
      await this.options.objects.put(this.pieceName(id, index++), piece)
      length += piece.byteLength
    }
    return length
  }

  async finish(id: string, { key, size }: FinishedUpload): Promise<void> {
    const { objects, nameOf } = this.options
    const name = nameOf(key)
    if ((await this.length(id)) === size) await this.assemble(id, name, size)
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

  private async assemble(id: string, name: string, size: number): Promise<void> {
    const { objects } = this.options
    const count = Math.ceil(size / UPLOAD_PIECE_BYTES)
    const parts = Array.from({ length: count }, (_, index) => ({ copyOf: this.pieceName(id, index) }))
    const [first, ...others] = parts
    if (first === undefined) throw fail('conflict')
    if (others.length > 0) await objects.assemble({ name, size, parts })
    else if (!(await objects.copy(first.copyOf, name))) throw fail('conflict')
  }

  /** The last piece when it isn't full, and what comes now. */
  private async *continued(id: string, { offset, bytes }: AppendedBytes): AsyncGenerator<Uint8Array> {
    const started = offset % UPLOAD_PIECE_BYTES
    if (started > 0) {
      const name = this.pieceName(id, Math.floor(offset / UPLOAD_PIECE_BYTES))
      const piece = await this.options.objects.read(name, 0, started)
      if (piece === undefined) throw fail('conflict')
      yield piece
    }
    yield* bytes
  }

  private pieceName(id: string, index: number): string {
    return `${this.prefixOf(id)}/${String(index).padStart(6, '0')}`
  }

  private prefixOf(id: string): string {
    return `${this.options.prefix}${checkedId(id)}`
  }
}
