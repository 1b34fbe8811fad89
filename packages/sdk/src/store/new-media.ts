import type { MediaId } from '@parley/protocol'

interface NewBytes {
  readonly bytes: Blob
  /** One line, at most `limits.mediaNameMaxChars`. */
  readonly name: string
}

interface Sized {
  /** As displayed, after rotation, in pixels. */
  readonly width: number
  readonly height: number
}

interface Captioned {
  /** At most `limits.captionMaxChars` characters. */
  readonly caption?: string
}

/** A picture: JPEG, PNG, WebP or GIF of at most `limits.mediaBytes`. The server re-encodes it. */
export interface NewImage extends NewBytes, Sized {
  readonly type: 'image'
}

/** A picture to show until a video plays. */
export interface NewPoster extends Sized {
  readonly bytes: Blob
}

/** A video in MP4, WebM, Ogg, Matroska or QuickTime. It is stored as it is. */
export interface NewVideo extends NewBytes, Sized {
  readonly type: 'video'
  readonly durationMs: number
  readonly poster?: NewPoster
}

/** A voice message. */
export interface NewVoice extends NewBytes {
  readonly type: 'voice'
  readonly durationMs: number
  /** The loudness in `limits.voicePeaks` equal parts of the duration, each from 0 to 31. */
  readonly peaks?: readonly number[]
}

/** Any file. It is stored as it is. */
export interface NewFile extends NewBytes {
  readonly type: 'file'
  /** Such as `application/pdf`; by default the type of the bytes. */
  readonly mime?: string
}

/** From `limits.albumMin` to `limits.albumMax` pictures and videos, sent as one message. */
export interface NewAlbum {
  readonly type: 'album'
  readonly items: readonly (NewImage | NewVideo)[]
}

/** The input of `Client.sendMedia`. */
export type NewMedia =
  | (NewImage & Captioned)
  | (NewVideo & Captioned)
  | NewVoice
  | (NewFile & Captioned)
  | (NewAlbum & Captioned)

/** The bytes of one upload. */
export type UploadBytes = readonly [MediaId, Blob]

/** A file that waits beside a composer, on this device alone. */
export interface AttachedFile {
  readonly bytes: Blob
  readonly name: string
  /** Send it as it is, even when it is a picture or a video. */
  readonly asFile?: true
}
