import { fail } from '../lib/fail'
import { inTurns } from '../lib/in-turns'
import { Semaphore } from '../lib/semaphore'
import { readListing, readMultipartUploads, type S3Listing, textIn } from './s3-answers'
import type { S3Client } from './s3-client'
import { S3Error, unavailable } from './s3-error'

/** A part of an object that is put together: bytes, or another object. */
type S3Part = { readonly bytes: Uint8Array } | { readonly copyOf: string }

/** An object that is put together of parts, each but the last of 5 MiB or more. */
export interface Assembly {
  readonly name: string
  /** Bytes of all parts. */
  readonly size: number
  readonly parts: readonly { readonly copyOf: string }[] | AsyncIterable<{ readonly bytes: Uint8Array }>
}

/** The most that is listed in one answer. */
export const LIST_LIMIT = 1_000
/** Requests on their way at a time that hold no bytes here. */
const AT_ONCE = 8
/** Parts on their way at a time, beside the one that is being read: each is held in memory. */
const PARTS_AT_ONCE = 2

/** Concurrent reads. The runtime permits 256 pending requests, and reads must leave some for others. */
const READS_AT_ONCE = 32

export interface S3ListQuery {
  readonly prefix: string
  /** Names up to this one are left out. */
  readonly after?: string
  readonly limit?: number
  readonly delimiter?: string
}

/** Objects of one bucket, by their whole names. */
export class S3Objects {
  private readonly reads = new Semaphore(READS_AT_ONCE)

  constructor(readonly client: S3Client) {}

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.client.send({ method: 'PUT', name, body: bytes, headers: octets })
  }

  /** Bytes of an object; undefined when there is none. */
  async size(name: string): Promise<number | undefined> {
    const asked = { method: 'HEAD', name, expected: [404] } as const
    const { status, headers } = await this.reads.take(() => this.client.send(asked))
    return status === 404 ? undefined : Number(headers.get('content-length'))
  }

  /** The bytes from `from` to before `to`, all of them in memory; undefined when there is no such object. */
  async read(name: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const headers = { range: `bytes=${from}-${to - 1}` }
    const asked = { method: 'GET', name, headers, expected: [404] } as const
    const { status, bytes } = await this.reads.take(() => this.client.readPart(asked, to - from))
    if (status === 206) return bytes
    if (status === 404) return undefined
    throw new Error(`${this.client.place} answers a range with ${status}: it does not know ranges.`)
  }

  /** Answers false when there is nothing to copy. */
  async copy(from: string, to: string): Promise<boolean> {
    const headers = { 'x-amz-copy-source': this.client.copySource(from) }
    const { status } = await this.client.send({ method: 'PUT', name: to, headers, expected: [404] })
    return status !== 404
  }

  async list({ prefix, after, limit = LIST_LIMIT, delimiter }: S3ListQuery): Promise<S3Listing> {
    const query = {
      'list-type': '2',
      prefix,
      'max-keys': String(limit),
      ...(after === undefined ? {} : { 'start-after': after }),
      ...(delimiter === undefined ? {} : { delimiter }),
    }
    return readListing((await this.client.send({ method: 'GET', name: '', query })).text)
  }

  /** All objects whose names begin with something. */
  async *all(prefix: string): AsyncGenerator<S3Listing['objects'][number]> {
    let after: string | undefined
    do {
      const page: S3Listing = await this.list({ prefix, ...(after === undefined ? {} : { after }) })
      yield* page.objects
      after = page.isTruncated ? page.objects.at(-1)?.name : undefined
    } while (after !== undefined)
  }

  /** Removes one object; one that is not there is no error. */
  async remove(name: string): Promise<void> {
    await this.client.send({ method: 'DELETE', name, expected: [404] })
  }

  /** Removes all objects whose names begin with something, and what crashes left of such objects. */
  async removeAll(prefix: string): Promise<void> {
    const names = (await Array.fromAsync(this.all(prefix))).map(({ name }) => name)
    await inTurns(AT_ONCE, names, (name) => this.remove(name))
    // Some stores can't list them; there the bucket needs a rule that ends them.
    const query = { uploads: '', prefix }
    const expected = [400, 403, 404, 405, 501]
    const { status, text } = await this.client.send({ method: 'GET', name: '', query, expected })
    if (status === 200) await inTurns(AT_ONCE, readMultipartUploads(text), (upload) => this.abort(upload))
  }

  /**
   * Puts an object together. Nothing of it is seen before it is whole, and nothing stays when a part fails.
   * @throws Failure with `conflict` when an object that is a part is gone
   */
  async assemble({ name, size, parts }: Assembly): Promise<void> {
    const query = { uploads: '' }
    const uploadId = textIn((await this.client.send({ method: 'POST', name, query, headers: octets })).text, 'UploadId')
    try {
      const atOnce = Array.isArray(parts) ? AT_ONCE : PARTS_AT_ONCE
      const etags = await inTurns<S3Part, string>(atOnce, parts, (part, index) =>
        this.putPart({ name, uploadId, number: index + 1, part }),
      )
      const list = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
      const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`)
      const { status } = await this.client.send({ method: 'POST', name, query: { uploadId }, body, expected: [404] })
      // Where an answer was lost, the second attempt finds the work done.
      if (status === 404 && (await this.size(name)) !== size)
        throw unavailable(
          new S3Error(`${this.client.place} has forgotten the parts of ${name}.`, status, 'NoSuchUpload'),
        )
    } catch (error) {
      await this.abort({ name, uploadId }).catch(() => {})
      throw error
    }
  }

  private async putPart({ name, uploadId, number, part }: NumberedPart): Promise<string> {
    const query = { partNumber: String(number), uploadId }
    if ('bytes' in part) {
      const { headers } = await this.client.send({ method: 'PUT', name, query, body: part.bytes })
      return headers.get('etag') ?? ''
    }
    const headers = { 'x-amz-copy-source': this.client.copySource(part.copyOf) }
    const { status, text } = await this.client.send({ method: 'PUT', name, query, headers, expected: [404] })
    // Another node removed the object, or ended this assembly.
    if (status === 404) throw fail('conflict')
    return textIn(text, 'ETag')
  }

  private async abort({ name, uploadId }: { readonly name: string; readonly uploadId: string }): Promise<void> {
    await this.client.send({ method: 'DELETE', name, query: { uploadId }, expected: [404] })
  }
}

interface NumberedPart {
  readonly name: string
  readonly uploadId: string
  readonly number: number
  readonly part: S3Part
}

const octets = { 'content-type': 'application/octet-stream' }
