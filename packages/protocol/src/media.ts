import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { chatId, Media, mediaId, mediaName, timeMs } from './rows'

/** Where the bytes of a picture are: one address for each of its sizes, smallest first, on the server's own origin. */
export const MediaAddresses = z.object({
  mediaId,
  /** From then on the addresses answer 404: ask again before. */
  expiresAt: timeMs,
  sizes: z.array(z.object({ width: z.int(), height: z.int(), path: z.string() })),
})
export type MediaAddresses = z.output<typeof MediaAddresses>

export const media = domain({
  create: method({
    doc: 'Announces a picture and answers where to send its bytes: `PUT` them there, whole, within `limits.mediaUnusedMs`, with the same session. That answers `Media`, or an error as methods do: `media_empty`, `media_unsupported` (anything but JPEG, PNG, WebP and GIF, and what is another kind of file as well), `media_too_many_pixels`, `too_large`, `conflict` for other bytes than were stored. Both steps are safe to repeat; `media` says that the bytes are there already. What is kept is made anew from the pixels: no metadata, no animation. A picture in a message belongs to its chat; an avatar is a square.',
    auth: 'user',
    rate: 'upload',
    input: z.object({
      id: mediaId,
      /** The chat that it will be sent to; without one it is an avatar. */
      chatId: chatId.optional(),
      name: mediaName,
      /** Bytes of the file. */
      size: z.int().min(1).max(limits.mediaBytes),
    }),
    output: z.object({
      /** The path to send the bytes to, on the server's own origin. */
      upload: z.string(),
      /** Present when they are there. */
      media: Media.optional(),
    }),
    errors: ['not_found', 'not_a_member', 'conflict'],
  }),
  get: method({
    doc: 'Addresses of pictures, which need no session and work until `expiresAt`. What does not exist any more, or may not be seen by the caller, is left out: a picture is seen by who may read its message, an avatar of a person by everybody, of a chat by who may read the chat.',
    auth: 'user',
    rate: 'read',
    input: z.object({ ids: z.array(mediaId).min(1).max(limits.mediaPerGet) }),
    output: z.object({ media: z.array(MediaAddresses) }),
    errors: [],
  }),
})
