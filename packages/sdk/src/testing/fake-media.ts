import type { AlbumItem, Media, MediaBody, MediaId, MessageBody, Params, StoredBody } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'

/** The uploads of a fake server. */
export class FakeMedia {
  /** An upload. */
  readonly stored = new Map<MediaId, Media>()
  /** Announced uploads, newest last. */
  readonly announced = new Map<MediaId, Params<'media.create'>>()
  /** Whether uploads are still being checked: they have no addresses then. */
  hidden = false
  #asked = 0

  create(params: Params<'media.create'>) {
    const media = this.stored.get(params.id)
    this.announced.set(params.id, params)
    return { upload: `/files/${params.id}`, ...(media && { media }) }
  }

  /** Other addresses each time. */
  get({ ids = [], shown = [] }: Params<'media.get'>, at: number) {
    const turn = ++this.#asked
    const media = [...ids, ...shown.map(({ mediaId }) => mediaId)]
      .filter((id) => !this.hidden && this.stored.has(id))
      .map((mediaId) => {
        const sizes = [{ width: 32, height: 20, path: `/media/${mediaId}?turn=${turn}` }]
        return { mediaId, expiresAt: at + limits.mediaAddressMs, sizes }
      })
    return { media }
  }

  /** The bytes of an upload have arrived. */
  uploaded(path: string, bytes: Blob): void {
    const mediaId = path.slice('/files/'.length) as MediaId
    const known = this.announced.get(mediaId)
    if (known?.size !== bytes.size) throw new Error('other bytes were announced')
    this.stored.set(mediaId, mediaOf(known))
  }

  /** A body as the server keeps it: what it knows of an upload comes from the upload; undefined without one. */
  bodyOf(body: MessageBody): StoredBody | undefined {
    switch (body.type) {
      case 'text':
      case 'location':
      case 'contact':
        return body
      case 'album': {
        const items = body.items.map((id) => this.stored.get(id)).filter((one) => one !== undefined)
        return items.length < body.items.length ? undefined : { ...body, items: items as AlbumItem[] }
      }
      case 'image':
      case 'video':
      case 'voice':
      case 'file': {
        const media = this.stored.get(body.mediaId)
        if (media === undefined) return undefined
        const { kind: _, ...facts } = media
        return { ...facts, ...body } as MediaBody
      }
      default:
        body satisfies never
        return undefined
    }
  }
}

/** The server's findings about an upload. */
const mediaOf = ({ id: mediaId, kind = 'image', name, size, mime = 'image/webp', ...more }: Params<'media.create'>) => {
  const file = { mediaId, name, size, mime }
  const { width = 32, height = 20, durationMs = 0, poster, peaks } = more
  switch (kind) {
    case 'image':
      return { kind, ...file, width: 32, height: 20, thumbhash: 'AA==' }
    case 'video':
      return { kind, ...file, width, height, durationMs, ...(poster && { poster }) }
    case 'voice':
      return { kind, ...file, durationMs, ...(peaks && { peaks }) }
    case 'file':
      return { kind, ...file }
  }
}
