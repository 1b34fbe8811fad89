import { rm } from 'node:fs/promises'
import type { S3Address } from '../config/blobs-address'
import { fail } from '../lib/fail'
import { UPLOAD_PIECE_BYTES } from './blob-uploads'
import type { BlobPage, Blobs, SizedStream, StoredBlob } from './blobs'
import { checkedId, isKey, partsOfKey } from './keys'
import { PacedReads } from './paced-reads'
import { exactly, piecesOf } from './pieces'
import { S3Client, type S3Patience } from './s3-client'
import { LIST_LIMIT, S3Objects } from './s3-objects'
import { S3Uploads } from './s3-uploads'

/** Comes after all ids in the order of names. */
const MARKS = 'installation-'
const UPLOADS = 'uploads/'

/** Blobs as objects of a store that speaks S3: AWS, MinIO, Ceph, Garage, Swift and others. */
export class S3Blobs implements Blobs {
  readonly uploads: S3Uploads
  private readonly reads = new PacedReads()

  private constructor(
    private readonly objects: S3Objects,
    private readonly prefix: string,
  ) {
    this.uploads = new S3Uploads({ objects, prefix: `${prefix}${UPLOADS}`, nameOf: (key) => this.nameOf(key) })
  }

  /** @param patience how long is waited; for tests */
  static open(address: S3Address, patience?: Partial<S3Patience>): S3Blobs {
    return new S3Blobs(new S3Objects(new S3Client(address, patience)), address.prefix)
  }

  get place(): string {
    return this.objects.client.place
  }

  async put(key: string, source: Uint8Array | SizedStream): Promise<void> {
    const name = this.nameOf(key)
    if (source instanceof Uint8Array) return this.objects.put(name, source)
    const bytes = exactly(source.size, source.bytes)
    if (source.size <= UPLOAD_PIECE_BYTES) return this.objects.put(name, Buffer.concat(await Array.fromAsync(bytes)))
    return this.objects.assemble({ name, size: source.size, parts: partsOf(bytes) })
  }

  async adopt(key: string, path: string): Promise<void> {
    const file = Bun.file(path)
    await this.put(key, { size: file.size, bytes: file.stream() as unknown as AsyncIterable<Uint8Array> })
    await rm(path, { force: true })
  }

  async get(key: string, known?: { readonly size: number }): Promise<StoredBlob | undefined> {
    const name = this.nameOf(key)
    const size = known?.size ?? (await this.objects.size(name))
    if (size === undefined) return undefined
    return {
      size,
      slice: async (from, to) => {
        if (from >= Math.min(to, size)) return new Blob([])
        const part = { from, to: Math.min(to, size) }
        const bytes = await this.reads.open((first, end) => this.objects.read(name, first, end), part)
        // It was removed since.
        if (bytes === undefined) throw fail('not_found')
        return bytes
      },
    }
  }

  copy(from: string, to: string): Promise<boolean> {
    return this.objects.copy(this.nameOf(from), this.nameOf(to))
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<BlobPage> {
    const { objects, isTruncated } = await this.objects.list({
      prefix: this.prefix,
      limit: Math.min(limit, LIST_LIMIT),
      ...(after === undefined ? {} : { after: `${this.prefix}${after}` }),
    })
    const names = objects.map(({ name, ...object }) => ({ key: name.slice(this.prefix.length), ...object }))
    const last = names.at(-1)?.key
    const isOver = !isTruncated || last === undefined || last >= MARKS
    return { blobs: names.filter(({ key }) => isKey(key)), next: isOver ? undefined : last }
  }

  async remove(keyOrId: string): Promise<void> {
    if (isKey(keyOrId)) await this.objects.remove(this.nameOf(keyOrId))
    else await this.objects.removeAll(`${this.prefix}${checkedId(keyOrId)}/`)
  }

  async marks(): Promise<readonly string[]> {
    const prefix = `${this.prefix}${MARKS}`
    const found = await Array.fromAsync(this.objects.all(prefix))
    return found.map(({ name }) => name.slice(prefix.length))
  }

  addMark(mark: string): Promise<void> {
    return this.objects.put(`${this.prefix}${MARKS}${mark}`, new Uint8Array())
  }

  private nameOf(key: string): string {
    const { id, name } = partsOfKey(key)
    return `${this.prefix}${id}/${name}`
  }
}

async function* partsOf(bytes: AsyncIterable<Uint8Array>) {
  for await (const piece of piecesOf(bytes, UPLOAD_PIECE_BYTES)) yield { bytes: piece }
}
