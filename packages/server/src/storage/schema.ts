import type {
  ContentKind,
  ForwardedFrom,
  Friend,
  JoinPolicy,
  MediaKind,
  Preferences,
  StoredBody,
} from '@parley/protocol'
import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'

/** Rows as the database holds them: integer keys inside, ids of 16 bytes, times in epoch milliseconds, flags as 0 and 1. */
export interface Schema {
  meta: { name: string; value: string }
  users: {
    key: Generated<number>
    id: StoredId
    username: string
    name: string
    /** The name as searches compare it. */
    name_folded: string
    admin: number
    password_hash: string
    created_at: number
    disabled_at: number | null
    /** The user's rev: rises with every change of what only this user sees, and of the profile. */
    rev: number
    /** The rev of the profile's last change. */
    profile_rev: number
    /** Minute of the last change of the user's rev, so that the sweep finds who moved. */
    changed_min: number
    /** The id of a media row. */
    avatar: StoredId | null
    bio: string | null
    /** The rev of the last change of what follows, but for `seen_at`. */
    preferences_rev: Generated<number>
    status: Generated<Preferences['status']>
    status_text: string | null
    status_until: number | null
    /** When this user was last seen online by others. */
    seen_at: number | null
    seen_by: Generated<Preferences['seenBy']>
    found_by: Generated<Preferences['foundBy']>
    asked_by: Generated<Preferences['askedBy']>
    added_by: Generated<Preferences['addedBy']>
    shows_reads: Generated<number>
    shows_typing: Generated<number>
  }
  sessions: {
    key: Generated<number>
    id: StoredId
    user_key: number
    token_hash: Uint8Array
    device: string
    created_at: number
    last_seen_at: number
    revoked_at: number | null
    rev: number
  }
  chats: {
    key: Generated<number>
    id: StoredId
    kind: 'direct' | 'group' | 'channel'
    /** The chat's rev. */
    rev: number
    /** The rev of the last change of the chat row itself. */
    row_rev: number
    seq: number
    first_seq: number
    /** Rises with every change that decides who may do what. */
    acl_rev: number
    last_at: number
    /** Minute of the last change, so that sweep and cursors find what moved. */
    changed_min: number
    created_at: number
    name: string | null
    owner_key: number | null
    max_members: number | null
    history_visible: number
    open: number
    member_count: number
    /** Pinned messages as the wire shows them; null for none. */
    pinned: Generated<string | null>
    /** Direct chats: both people's keys in order; the pair is unique. */
    direct_low: number | null
    direct_high: number | null
    about: string | null
    announcement: string | null
    /** Groups: how one comes in; null is by invitation alone. */
    join_policy: JoinPolicy | null
    /** Groups: the wire's rights as JSON; null for the usual ones. */
    rights: string | null
    leaves_silently: Generated<number>
    /** Channels: the name as lists sort and compare it. */
    name_folded: string | null
    muted_all: Generated<number>
    slow_mode_ms: Generated<number>
    dissolved_at: number | null
    /** Whether everybody belongs to it, with or without a member row: the world. */
    everybody: Generated<number>
    /** The id of a media row. */
    avatar: StoredId | null
  }
  members: {
    chat_key: number
    user_key: number
    role: 'owner' | 'admin' | 'member'
    joined_seq: number
    visible_from: number
    left_seq: number | null
    /** The wire's chat row as it was when this member left. */
    left_chat: string | null
    nickname: string | null
    /** The nickname as searches compare it. */
    nickname_folded: string | null
    muted_until: number | null
    rev: number
  }
  messages: {
    chat_key: number
    seq: number
    id: StoredId
    sender_key: number
    at: number
    body: string
    countable: number
    reply_id: StoredId | null
    reply_seq: number | null
    /** Whom it names: a JSON list of user ids, `*` for everybody; null for nobody. */
    mentions: string | null
    /** Hash of body, replyTo and mentions as they were sent: what a repeated send is compared with. */
    sent_hash: Uint8Array
    /** The chat's rev that the message came with. */
    made_rev: number
    rev: number
    edited_at: number | null
    retracted_at: number | null
    /** The first author of a forwarded message; null when it has no name. */
    forwarded_id: Generated<StoredId | null>
    /** When the first author wrote it; null when the message was not forwarded. */
    forwarded_at: Generated<number | null>
  }
  /** Which messages of a chat hold pictures and videos, files, voice messages or web addresses. */
  contents: { chat_key: number; kind: ContentKind; seq: number }
  chat_states: {
    user_key: number
    chat_key: number
    read_seq: number
    cleared_seq: number
    rev: number
    /** The rev of the newest of this user's hidden messages here; 0 for none. */
    hidden_rev: Generated<number>
    /** How far the others see that this user has read. */
    shown_seq: Generated<number>
    pinned_at: Generated<number | null>
    muted_until: Generated<number | null>
    archived_at: Generated<number | null>
    marked_unread: Generated<number>
    draft: Generated<string | null>
    draft_reply_id: Generated<StoredId | null>
    draft_reply_seq: Generated<number | null>
  }
  /** Messages that one user does not want to see. */
  hidden: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    rev: number
  }
  /** Voice messages of others that one user has played. */
  played: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    rev: number
  }
  /** All reactions to a message: a list as the wire shows it, with the keys of users. */
  reactions: {
    chat_key: number
    seq: number
    message_id: StoredId
    list: string
    /** When the chat's rev was raised for it. */
    bumped_at: number
    rev: number
  }
  /** One user's own reactions to a message, as a list; none any more is an empty one. */
  my_reactions: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    emojis: string
    /** The user's rev of the last change. */
    rev: number
  }
  /** How `owner` stands to `peer`: what only the owner sees. */
  friends: {
    owner_key: number
    peer_key: number
    state: Friend['state']
    remark: string | null
    note: string | null
    blocked_at: number | null
    since: number | null
    /** The owner's rev of the last change. */
    rev: number
  }
  /** Uploads. Their bytes are blobs under the same id. */
  media: {
    key: Generated<number>
    id: StoredId
    owner_key: number
    kind: Generated<MediaKind>
    /** The chat that it is for; null for avatars until a chat shows them. */
    chat_key: number | null
    name: string
    /** As announced, and for videos, voice messages and audio files as the bytes say. Null for pictures. */
    mime: string | null
    /** Bytes of the file as it was announced. */
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
    /** When it was made, or last claimed by a message. */
    used_at: number
    /** The message that it was claimed for first. Forwarded messages stand in `media_uses` alone. */
    message_id: StoredId | null
    /** 1: shown by a message or a profile, and the sweep skips it. */
    kept: number
    /** Nothing shows it any more, and its bytes are being removed. */
    released_at: number | null
    /** Bytes that it takes, all sizes together; until it is uploaded, those of the announced file. */
    stored_bytes: Generated<number>
    /** `checking` until the scanner has answered; `unchecked` when it did not in time. Only what is `clean` is shown. */
    scan: Generated<'clean' | 'checking' | 'refused' | 'unchecked'>
    /** While it is checked: when a node may ask the scanner. A node that asks moves it on first, so that others wait. */
    scan_due: number | null
    /** While it is checked: since when. */
    scan_since: number | null
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
  invites: {
    code: string
    user_key: number
    created_at: number
    expires_at: number
    uses_left: number
    revoked_at: number | null
    /** The group that it leads into; null makes friends. */
    chat_key: number | null
  }
  /** Who cannot come into a chat. */
  bans: { chat_key: number; user_key: number; by_key: number; at: number }
  /** Who waits to be let into a group. */
  join_requests: { chat_key: number; user_key: number; at: number }
  /** When people last wrote into a chat, noted while it is in slow mode. */
  last_sent: { chat_key: number; user_key: number; at: number }
  /** Proofs of work that were used, until nobody could use them anyway. */
  used_challenges: {
    nonce: string
    expires_at: number
  }
  /** Links that reset passwords, until they are used or nobody can use them anyway. */
  password_resets: { user_key: number; code_hash: Uint8Array; expires_at: number }
  /** Failed sign-ins and guessed codes by what they count for; the rows of an hour without another failure are void. */
  failures: { key: string; count: number; at: number }
  /** What each account wrote and uploaded on one day. */
  usage: {
    user_key: number
    /** Days since 1970-01-01, UTC. */
    day: number
    written_bytes: number
    file_bytes: number
  }
  /** Which node does a piece of background work; times are the database's. */
  leases: {
    name: string
    holder: string
    /** Rises with every change of hands: work that a former holder still does is refused by it. */
    fence: number
    until: number
  }
}

/** Minutes since the epoch, as `changed_min` counts them. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / 60_000)

/** How one person and another stand to each other: what decides whether the one may write to the other. */
export interface PairStanding {
  /** Each holds the other for a friend. */
  readonly friends: boolean
  /** The one has blocked the other. */
  readonly blocks: boolean
  /** The other has blocked the one, who must not learn of it. */
  readonly isBlocked: boolean
}

/** Where a sender stands in a chat: what decides whether they may write. */
export interface Standing {
  readonly kind: Schema['chats']['kind']
  readonly open: boolean
  readonly member: boolean
  /** Only who moderates may write. */
  readonly mutedAll: boolean
  readonly dissolved: boolean
  /** Until when they may not write; 0 for never muted. */
  readonly mutedUntil: number
  /** Whether neither `mutedAll` nor slow mode counts for them: the owner and admins, and in channels administrators. */
  readonly moderates: boolean
  /** Direct chats of two: how the sender and the other person stand to each other. */
  readonly pair?: PairStanding
}

/** A message about to be stored; `append` gives it seq, rev and time. */
export interface NewMessage {
  readonly chatKey: number
  readonly chatId: import('@parley/protocol').ChatId
  readonly id: import('@parley/protocol').MessageId
  readonly senderKey: number
  readonly senderId: import('@parley/protocol').UserId
  readonly body: StoredBody
  /** The body as it was sent, as JSON, where the server stores more of it: what a repeated send is compared with. */
  readonly sentBody?: string | undefined
  readonly replyTo?: { readonly id: import('@parley/protocol').MessageId; readonly seq: number } | undefined
  readonly forwardedFrom?: ForwardedFrom | undefined
  /** Whom it names, as the sender may. */
  readonly mentions?: import('@parley/protocol').Mentions['mentions'] | undefined
  readonly mentionsAll?: import('@parley/protocol').Mentions['mentionsAll'] | undefined
  /** The `acl_rev` that the decision to allow it was made from. */
  readonly aclRev: number
  /** Decides again, from what the storing transaction sees, when that rev has moved. */
  readonly mayStill: (standing: Standing | undefined, nowMs: number) => boolean
  /** Whether slow mode does not count for the sender, as of `aclRev`. */
  readonly moderates: boolean
}
