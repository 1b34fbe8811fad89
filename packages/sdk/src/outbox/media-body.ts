import type { AlbumItem, MediaBody, MediaId, Video } from '@parley/protocol'
import { fitPicture } from '@parley/protocol/fit-picture'
import { limits } from '@parley/protocol/limits'
import type { NewImage, NewMedia, NewVideo, UploadBytes } from '../store/new-media'

/** A message's body until the server has processed its uploads, and their bytes. */
export interface OwnMedia {
  readonly body: MediaBody
  readonly bytes: readonly UploadBytes[]
}

type NewId = () => MediaId

/** The type of bytes that the sender's system does not know. */
const unknownMime = 'application/octet-stream'

const captionOf = ({ caption }: { readonly caption?: string }) => (caption === undefined ? {} : { caption })

/** The body of a new message, under new ids. */
export const ownMedia = (media: NewMedia, newId: NewId): OwnMedia => {
  switch (media.type) {
    case 'image': {
      const { kind: _, ...image } = imageOf(media, newId())
      return { body: { type: 'image', ...image, ...captionOf(media) }, bytes: [[image.mediaId, media.bytes]] }
    }
    case 'video': {
      const { item, bytes: all } = videoOf(media, newId)
      const { kind: _, ...video } = item
      return { body: { type: 'video', ...video, ...captionOf(media) }, bytes: all }
    }
    case 'voice': {
      const { durationMs, peaks } = media
      const file = fileOf(media, newId())
      const sound = { durationMs: Math.round(durationMs), ...(peaks && { peaks: [...peaks] }) }
      return { body: { type: 'voice', ...file, ...sound }, bytes: [[file.mediaId, media.bytes]] }
    }
    case 'file': {
      const file = { ...fileOf(media, newId()), ...(media.mime && { mime: media.mime }) }
      return { body: { type: 'file', ...file, ...captionOf(media) }, bytes: [[file.mediaId, media.bytes]] }
    }
    case 'album': {
      const items = media.items.map((item) => itemOf(item, newId))
      const body = { type: 'album' as const, items: items.map(({ item }) => item), ...captionOf(media) }
      return { body, bytes: items.flatMap((one) => one.bytes) }
    }
  }
}

const fileOf = ({ bytes, name }: { readonly bytes: Blob; readonly name: string }, mediaId: MediaId) => ({
  mediaId,
  name,
  mime: bytes.type || unknownMime,
  size: bytes.size,
})

/** With its size as the server will make it. */
const imageOf = (image: NewImage, mediaId: MediaId): AlbumItem & { kind: 'image' } => ({
  kind: 'image',
  ...fileOf(image, mediaId),
  ...fitPicture(image, limits.pictureLargePx),
})

const videoOf = (video: NewVideo, newId: NewId) => {
  const { bytes, width, height, durationMs } = video
  const poster = video.poster && { id: newId(), bytes: video.poster.bytes }
  const item: { kind: 'video' } & Video = {
    kind: 'video',
    ...fileOf(video, newId()),
    ...{ width, height, durationMs: Math.round(durationMs) },
    ...(poster && { poster: poster.id }),
  }
  const own: UploadBytes = [item.mediaId, bytes]
  return { item, bytes: poster ? [[poster.id, poster.bytes] as const, own] : [own] }
}

const itemOf = (item: NewImage | NewVideo, newId: NewId): { item: AlbumItem; bytes: readonly UploadBytes[] } => {
  if (item.type === 'video') return videoOf(item, newId)
  const image = imageOf(item, newId())
  return { item: image, bytes: [[image.mediaId, item.bytes]] }
}

/** A picture or video of an album as a message of its own. */
export const bodyOfItem = (item: AlbumItem, caption?: string): MediaBody => {
  const more = captionOf(caption === undefined ? {} : { caption })
  if (item.kind === 'image') {
    const { kind, ...image } = item
    return { type: kind, ...image, ...more }
  }
  const { kind, ...video } = item
  return { type: kind, ...video, ...more }
}

/** An album with other items, at least one; a single one needs no album. */
export const withItems = (body: MediaBody & { readonly type: 'album' }, items: readonly AlbumItem[]): MediaBody => {
  const [only] = items
  return items.length === 1 && only ? bodyOfItem(only, body.caption) : { ...body, items: [...items] }
}
