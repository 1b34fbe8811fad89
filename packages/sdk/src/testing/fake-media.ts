import type { Media, MediaId, MessageBody, Params, StoredBody } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'

/** The pictures of a fake server. */
export class FakeMedia {
  /** Pictures that were uploaded. */
  readonly stored = new Map<MediaId, Media>()
  readonly #announced = new Map<MediaId, { readonly name: string; readonly size: number }>()
  #asked = 0

  create({ id, name, size }: Params<'media.create'>) {
    const media = this.stored.get(id)
    this.#announced.set(id, { name, size })
    return { upload: `/files/${id}`, ...(media && { media }) }
  }

  /** Other addresses each time. */
  get({ ids }: Params<'media.get'>, at: number) {
    const turn = ++this.#asked
    const media = ids
      .filter((id) => this.stored.has(id))
      .map((mediaId) => {
        const sizes = [{ width: 32, height: 20, path: `/media/${mediaId}?turn=${turn}` }]
        return { mediaId, expiresAt: at + limits.mediaAddressMs, sizes }
      })
    return { media }
  }

  /** The bytes of a picture have arrived. */
  uploaded(path: string, bytes: Blob): void {
    const mediaId = path.slice('/files/'.length) as MediaId
    const announced = this.#announced.get(mediaId)
    if (announced?.size !== bytes.size) throw new Error('other bytes were announced')
    const { name, size } = announced
    this.stored.set(mediaId, { mediaId, name, mime: 'image/webp', size, width: 32, height: 20, thumbhash: 'AA==' })
  }

  /** A body as the server keeps it: what it knows of a picture comes from the upload; undefined without one. */
  bodyOf(body: MessageBody): StoredBody | undefined {
    if (body.type === 'text') return body
    const media = this.stored.get(body.mediaId)
    return media && { ...media, ...body }
  }
}
