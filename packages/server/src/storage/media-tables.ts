import type { MediaKind } from '@parley/protocol'
import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'

/** Tables about uploads. */
export interface MediaTables {
  /** Uploads. Their bytes are blobs under the same id. */
  media: {
    key: Generated<number>
    id: StoredId
    owner_key: number
    kind: Generated<MediaKind>
    /** The chat that it is for; null for avatars until a chat shows them. */
    chat_key: number | null
    name: string
    /**
     * The announced type; for videos, voice messages and audio files, the type found in the bytes. Null for pictures.
     */
    mime: string | null
    /** The announced size of the file, in bytes. */
    sent_size: number
    /** Hash of the file. Null until the upload is complete, like every column that depends on the bytes. */
    sent_hash: Uint8Array | null
    /** Part of the keys of its blobs, made from that hash. */
    version: string | null
    size: number | null
    width: number | null
    height: number | null
    duration_ms: number | null
    /** JSON: the loudness of a voice message. */
    peaks: string | null
    /** The id of the media row of a video's poster. */
    poster: StoredId | null
    thumbhash: string | null
    /** JSON: width and height of each stored size of a picture, smallest first. */
    sizes: string | null
    created_at: number
    ready_at: number | null
    /** When it was created, or last claimed by a message. */
    used_at: number
    /** The first message that claimed it. Forwarded messages are only in `media_uses`. */
    message_id: StoredId | null
    /** 1: a message or a profile shows it, and the sweep skips it. */
    kept: number
    /** No message shows it any longer, and its bytes are being removed. */
    released_at: number | null
    /** Bytes that it takes, all sizes together; before the upload, those of the announced file. */
    stored_bytes: Generated<number>
    /** `checking` until the scanner's verdict; `unchecked` without one in time. Only `clean` files are shown. */
    scan: Generated<'clean' | 'checking' | 'refused' | 'unchecked'>
    /** While it is checked: when a node may ask the scanner. A node first advances this time, so that others wait. */
    scan_due: number | null
    /** When the check began. */
    scan_since: number | null
    /** Set for bytes that only reports hold: the id that the message named. Users don't know the id of this row. */
    copy_of: StoredId | null
    /** 0: the bytes still lie under `copy_of`. 2: they are lost. */
    copied: Generated<number>
  }
  /** The messages that show an upload. A claim comes before its message; the sweep settles it a day later. */
  media_uses: {
    media_key: number
    chat_key: number
    message_id: StoredId
    used_at: number
    /** 1: the message is stored and shows the upload. */
    settled: number
  }
  /** Uploads whose bytes stay while a report holds them, even if no message shows them any longer. */
  media_holds: { media_key: number; holder: StoredId }
}
