import { z } from 'zod'
import type { ErrorName } from './errors'
import { limits } from './limits'
import { durationMs, mediaKind, mediaName, mime, peaks } from './media-rows'
import { chatId, Media, mediaId, messageId, timeMs } from './rows'
import { domain, method } from './specs'

/** The addresses of an upload's bytes, on the server's own origin. */
export const MediaAddresses = z.object({
  mediaId,
  /** From this time on the addresses return 404. Fetch new ones earlier. */
  expiresAt: timeMs,
  /** Pictures: one address for each size, smallest first. Empty for everything else. */
  sizes: z.array(z.object({ width: z.int(), height: z.int(), path: z.string() })),
  /** The file as uploaded. Absent for pictures. */
  path: z.string().optional(),
})
export type MediaAddresses = z.output<typeof MediaAddresses>

/** Errors that `PUT /files/<id>` can return instead of `Media`. */
export const uploadErrors = [
  ...(['media_empty', 'media_unsupported', 'media_too_many_pixels', 'too_large', 'conflict', 'not_found'] as const),
  'media_refused' as const,
  ...(['invalid_request', 'invalid_params', 'unauthenticated', 'account_disabled', 'forbidden'] as const),
  ...(['rate_limited', 'unavailable', 'internal'] as const),
] satisfies readonly ErrorName[]

const side = z.int().positive().max(limits.videoMaxPx)

export const media = domain({
  create: method({
    doc: 'Announces an upload and returns the path for its bytes. Send them there with `PUT`, whole, within `limits.mediaUnusedMs`, with the same session. The response is `Media` or an error in the form of method errors. `media_empty`: the file has no bytes. `media_unsupported`: a picture that is not a JPEG, PNG, WebP or GIF, or is another kind of file as well. Also a video or voice message in an unknown container. `media_too_many_pixels`: the picture is too large. `media_too_costly`: decoding the picture takes more than about two seconds of processor time. `media_trailing_bytes`: the file continues after the end of the picture. `too_large`: the file is too large. `conflict`: other bytes are stored. Both steps are safe to repeat. `media` in the result means that the bytes are stored. Pictures are re-encoded without metadata, and only with the first frame of an animation. Orientation is applied. Colour profiles up to 4 KiB are kept; convert other pictures to sRGB first. Videos, voice messages and files are stored as uploaded. Where the server has a scanner, an upload can be sent and has addresses only after the scanner has passed it. Until then `messages.send` returns `media_checking`. Afterwards it may return `media_refused`, or `media_unchecked` when the scanner did not respond in time. Announcing an unchecked upload again repeats the check. An upload in a message belongs to its chat. An avatar is a square picture.',
    auth: 'user',
    rate: 'upload',
    input: z.object({
      id: mediaId,
      /** The chat that the upload will be sent to. Without a chat it is an avatar. */
      chatId: chatId.optional(),
      kind: mediaKind.default('image'),
      name: mediaName,
      /** The size of the file in bytes. */
      size: z.int().min(1).max(limits.fileBytes),
      /** The media type of the file on the sender's system. */
      mime: mime.optional(),
      /** Videos: pixels as displayed, after rotation. */
      width: side.optional(),
      height: side.optional(),
      /** Videos and voice messages. */
      durationMs: durationMs.optional(),
      /** Voice messages: the loudness in 64 equal parts of the duration, each from 0 to 31. */
      peaks: peaks.optional(),
      /** Videos: an uploaded picture of the caller for the same chat, to show until the video plays. */
      poster: mediaId.optional(),
    }),
    output: z.object({
      /** The path for the bytes, on the server's own origin. */
      upload: z.string(),
      /** Present when the bytes are stored. */
      media: Media.optional(),
    }),
    errors: ['not_found', 'not_a_member', 'conflict', 'quota_exceeded', 'media_refused', 'media_unchecked'],
  }),
  get: method({
    doc: 'Returns addresses of uploads. The addresses need no session and work until `expiresAt`. Uploads that do not exist or that the caller may not see are left out. Everyone sees the avatar of a person, readers of a chat see its avatar, and readers of a message see its uploads. The caller also sees own uploads before they are sent.',
    auth: 'user',
    rate: 'read',
    input: z
      .object({
        /** Avatars, own uploads, and uploads by the message that first showed them. */
        ids: z.array(mediaId).max(limits.mediaPerGet).default([]),
        /** Uploads by a message that shows them. */
        shown: z.array(z.object({ mediaId, chatId, messageId })).max(limits.mediaPerGet).default([]),
      })
      .refine(({ ids, shown }) => ids.length + shown.length <= limits.mediaPerGet, {
        error: `name at most ${limits.mediaPerGet} uploads`,
      }),
    output: z.object({ media: z.array(MediaAddresses) }),
    errors: [],
  }),
  usage: method({
    doc: 'Returns the storage that the caller’s uploads take, including unfinished ones, and the quota of an account. Each upload counts for at least 16 KiB.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({}),
    output: z.object({
      /** Bytes that the uploads take on the server, with all sizes of a picture. */
      usedBytes: z.int().nonnegative(),
      /** Absent where the server sets no limit. */
      quotaBytes: z.int().nonnegative().optional(),
    }),
    errors: [],
  }),
  largest: method({
    doc: 'Returns the chats in which the caller’s uploads take the most storage, largest first, at most `limits.largestChats`. Counts the caller’s `limits.largestUploads` largest uploads, including those in chats that the caller has left. Each upload counts for at least 16 KiB.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({}),
    output: z.object({
      chats: z.array(
        z.object({
          chatId,
          /** Bytes that these uploads take on the server. */
          usedBytes: z.int().positive(),
          /** The number of these uploads. */
          uploads: z.int().positive(),
        }),
      ),
    }),
    errors: [],
  }),
})
