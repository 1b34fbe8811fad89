/** What is known of a picture: rows hold it, its bytes are fetched from addresses that `media.get` answers. */
import { z } from 'zod'
import { type MediaId, uuidV7Pattern } from './ids'
import { limits } from './limits'
import { longText, oneLine } from './texts'

export const mediaId = z
  .string()
  .regex(uuidV7Pattern, { error: 'must be a lowercase UUIDv7' })
  .describe('A picture, made by whoever uploads it.') as unknown as z.ZodType<MediaId, MediaId>

/** The name of a file, as people are shown it; it is no path anywhere. */
export const mediaName = oneLine(limits.mediaNameMaxChars)
export const caption = longText(limits.captionMaxChars)

/** A picture as the server keeps it: what people get, without anything that the file held beside what is seen. */
export const Media = z.object({
  mediaId,
  name: z.string(),
  mime: z.string(),
  /** Bytes of its largest size. */
  size: z.int().positive(),
  /** Pixels of its largest size, as it is seen: turned already. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** A [ThumbHash](https://github.com/evanw/thumbhash) in Base64: what is shown until the picture is there. */
  thumbhash: z.string().optional(),
})
export type Media = z.output<typeof Media>

/** A picture as it is stored in a chat. */
export const ImageBody = z.object({ type: z.literal('image'), ...Media.shape, caption: caption.optional() })
export type ImageBody = z.output<typeof ImageBody>

/** A picture as it is sent: an own upload for this chat. What the server knows of it, it adds itself. */
export const SentImage = z.object({ type: z.literal('image'), mediaId, caption: caption.optional() })
export type SentImage = z.output<typeof SentImage>
