/** Rows of files, pictures, videos and voice messages. `media.get` returns the addresses of the bytes. */
import { z } from 'zod'
import { type MediaId, uuidV7Pattern } from './ids'
import { limits } from './limits'
import { longText, oneLine } from './texts'

export const mediaId = z
  .string()
  .regex(uuidV7Pattern, { error: 'must be a lowercase UUIDv7' })
  .describe('An uploaded file. The uploader makes the id.') as unknown as z.ZodType<MediaId, MediaId>

/** How a file is sent. */
export const mediaKind = z.enum(['image', 'video', 'voice', 'file'])
export type MediaKind = z.output<typeof mediaKind>

/** The name of a file, as people see it. It is never used as a path. */
export const mediaName = oneLine(limits.mediaNameMaxChars)
export const caption = longText(limits.captionMaxChars)
/** A type such as `audio/webm`. Parameters such as `;codecs=opus` are dropped. */
export const mime = z
  .string()
  .max(limits.mimeMaxChars)
  .transform((type) => type.replace(/;.*$/s, '').trim().toLowerCase())
  .refine((type) => /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/.test(type), {
    error: 'must be a type such as audio/webm',
  })
export const durationMs = z.int().min(0).max(limits.durationMaxMs)
/** The loudness of a voice message in equal parts of its duration, each from 0 to 31. */
export const peaks = z.array(z.int().min(0).max(31)).length(limits.voicePeaks)

/** Any file. */
const file = { mediaId, name: z.string(), mime: z.string(), size: z.int().positive() }
const picture = {
  width: z.int().positive(),
  height: z.int().positive(),
  thumbhash: z.string().optional(),
}

/** A picture as the server stores it: re-encoded, without metadata. `size` counts the bytes of its largest size. */
export const Picture = z.object({ ...file, ...picture })
export type Picture = z.output<typeof Picture>

/** A video. The server stores the bytes as uploaded and decodes nothing. */
export const Video = z.object({ ...file, ...picture, durationMs, poster: mediaId.optional() })
export type Video = z.output<typeof Video>

/** A voice message. */
export const Voice = z.object({ ...file, durationMs, peaks: peaks.optional() })
export type Voice = z.output<typeof Voice>

/** Any other file, stored as uploaded. */
export const OtherFile = z.object(file)
export type OtherFile = z.output<typeof OtherFile>

/** The facts about an upload that the server knows, by its kind. */
export const Media = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), ...Picture.shape }),
  z.object({ kind: z.literal('video'), ...Video.shape }),
  z.object({ kind: z.literal('voice'), ...Voice.shape }),
  z.object({ kind: z.literal('file'), ...OtherFile.shape }),
])
export type Media = z.output<typeof Media>

const captioned = { caption: caption.optional() }

/** A picture in a chat. */
export const ImageBody = z.object({ type: z.literal('image'), ...Picture.shape, ...captioned })
export type ImageBody = z.output<typeof ImageBody>
/** A video in a chat. */
export const VideoBody = z.object({ type: z.literal('video'), ...Video.shape, ...captioned })
export type VideoBody = z.output<typeof VideoBody>
/** A voice message in a chat. */
export const VoiceBody = z.object({ type: z.literal('voice'), ...Voice.shape })
export type VoiceBody = z.output<typeof VoiceBody>
/** A file in a chat. */
export const FileBody = z.object({ type: z.literal('file'), ...OtherFile.shape, ...captioned })
export type FileBody = z.output<typeof FileBody>

/** One picture or video of an album. */
export const AlbumItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), ...Picture.shape }),
  z.object({ kind: z.literal('video'), ...Video.shape }),
])
export type AlbumItem = z.output<typeof AlbumItem>
/** Pictures and videos that were sent together as one message. */
export const AlbumBody = z.object({
  type: z.literal('album'),
  items: z.array(AlbumItem).min(limits.albumMin).max(limits.albumMax),
  ...captioned,
})
export type AlbumBody = z.output<typeof AlbumBody>

const sent = { mediaId, ...captioned }
/** Sent forms: an upload of the caller for this chat. The server adds what it knows about the upload. */
export const SentImage = z.object({ type: z.literal('image'), ...sent })
export type SentImage = z.output<typeof SentImage>
export const SentVideo = z.object({ type: z.literal('video'), ...sent })
export type SentVideo = z.output<typeof SentVideo>
export const SentVoice = z.object({ type: z.literal('voice'), mediaId })
export type SentVoice = z.output<typeof SentVoice>
export const SentFile = z.object({ type: z.literal('file'), ...sent })
export type SentFile = z.output<typeof SentFile>
export const SentAlbum = z.object({
  type: z.literal('album'),
  items: z
    .array(mediaId)
    .min(limits.albumMin)
    .max(limits.albumMax)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'must not contain a file twice' }),
  ...captioned,
})
export type SentAlbum = z.output<typeof SentAlbum>

/** Bodies that show uploads, as stored and as sent. */
export type MediaBody = ImageBody | VideoBody | VoiceBody | FileBody | AlbumBody
export type SentMedia = SentImage | SentVideo | SentVoice | SentFile | SentAlbum
