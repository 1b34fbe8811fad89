import type { ContentKind, ForwardedFrom, Friend, JoinPolicy, Preferences, StoredBody } from '@parley/protocol'
import type { Generated } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'
import type { AccountTables } from './account-tables'
import type { MediaTables } from './media-tables'
import type { ReportTables } from './report-tables'
import type { ServiceTables } from './service-tables'

/** Rows in their stored form: internal integer keys, ids of 16 bytes, times in epoch milliseconds, flags as 0 and 1. */
export interface Schema extends AccountTables, MediaTables, ReportTables, ServiceTables {
  meta: { name: string; value: string }
  users: {
    key: Generated<number>
    id: StoredId
    username: string
    name: string
    /** The name in its form for searches. */
    name_folded: string
    /** The readings of a Chinese name, with commas between them. Empty for other names, null until the job has read it. */
    pinyin: string | null
    admin: number
    password_hash: string
    created_at: number
    disabled_at: number | null
    /** The user's rev: rises with every change of the user's private rows, and of the profile. */
    rev: number
    /** The rev of the profile's last change. */
    profile_rev: number
    /** Minute of the last change of the user's rev, for the sweep. */
    changed_min: number
    /** The id of a media row. */
    avatar: StoredId | null
    bio: string | null
    /** The rev of the last change of the following columns, except `seen_at`. */
    preferences_rev: Generated<number>
    status: Generated<Preferences['status']>
    status_text: string | null
    status_until: number | null
    /** When other users last saw this user online. */
    seen_at: number | null
    seen_by: Generated<Preferences['seenBy']>
    found_by: Generated<Preferences['foundBy']>
    asked_by: Generated<Preferences['askedBy']>
    added_by: Generated<Preferences['addedBy']>
    shows_reads: Generated<number>
    shows_typing: Generated<number>
    /** When the owner or an administrator closed the account; null while it is open. */
    closed_at: number | null
    /** When the erasure of the closed account begins; null for open accounts and after the erasure. */
    erase_at: number | null
    /** When the profile was erased. */
    erased_at: number | null
    /** 1: the account was closed or restored, and its groups and direct chats still have to follow. */
    unsettled: Generated<number>
    /** When the second factor was turned on; null while it is off. */
    second_factor_at: number | null
    /** Unused recovery codes of the second factor. */
    recovery_codes: Generated<number>
    passkeys: Generated<number>
    /** Until when an export of the person's data can be downloaded; null without one. */
    export_until: number | null
    /** 0: no administrator vouched for the account. 1: an administrator invited or approved it. 2: an administrator trusts it. */
    trust: Generated<number>
    /** The end of the last automatic mute; null for never, and once an administrator lifted it. */
    muted_until: number | null
    /** How many strangers the account has asked to be friends, as long as it was new. */
    strangers_asked: Generated<number>
  }
  sessions: {
    key: Generated<number>
    id: StoredId
    user_key: number
    token_hash: Uint8Array
    device: string
    /** The network address that signed in; null for sessions from before this was stored. */
    address: string | null
    created_at: number
    last_seen_at: number
    revoked_at: number | null
    /** When the session ends in any case; null for sessions that last while they are used. */
    expires_at: Generated<number | null>
    /** The token of the service that made the session; null for other sessions. */
    service_id: Generated<StoredId | null>
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
    /** Rises with every change of permissions. */
    acl_rev: number
    last_at: number
    /** Minute of the last change, for the sweep and for cursors. */
    changed_min: number
    created_at: number
    name: string | null
    owner_key: number | null
    max_members: number | null
    history_visible: number
    open: number
    member_count: number
    /** Pinned messages in their wire form; null for none. */
    pinned: Generated<string | null>
    /** Direct chats: both users' keys in order; the pair is unique. */
    direct_low: number | null
    direct_high: number | null
    about: string | null
    announcement: string | null
    /** Groups: the join policy; null is by invitation alone. */
    join_policy: JoinPolicy | null
    /** Groups: the wire's rights as JSON; null for the default. */
    rights: string | null
    leaves_silently: Generated<number>
    /** Channels: the name in its form for sorting and comparison. */
    name_folded: string | null
    muted_all: Generated<number>
    slow_mode_ms: Generated<number>
    /** When the group was dissolved; in direct chats, when the account of one of the two users was closed. */
    dissolved_at: number | null
    /** Whether all users belong to it, with or without a member row: the world. */
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
    /** The wire's chat row at the time when this member left. */
    left_chat: string | null
    nickname: string | null
    /** The nickname in its form for searches. */
    nickname_folded: string | null
    /** The readings of a Chinese nickname, as of names; null without a nickname. */
    nickname_pinyin: string | null
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
    /** Mentions: a JSON list of user ids, `*` for everyone; null for none. */
    mentions: string | null
    /** Hash of body, replyTo and mentions as sent, to recognise a repeated send. */
    sent_hash: Uint8Array
    /** The chat's rev of the message's arrival. */
    made_rev: number
    rev: number
    edited_at: number | null
    retracted_at: number | null
    /** The first author of a forwarded message; null when its name was left out. */
    forwarded_id: Generated<StoredId | null>
    /** When the first author wrote it; null when the message was not forwarded. */
    forwarded_at: Generated<number | null>
    /** The name of the service that sent it; null for people. */
    via: Generated<string | null>
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
    /** The read position of this user that others see. */
    shown_seq: Generated<number>
    pinned_at: Generated<number | null>
    muted_until: Generated<number | null>
    archived_at: Generated<number | null>
    marked_unread: Generated<number>
    draft: Generated<string | null>
    draft_reply_id: Generated<StoredId | null>
    draft_reply_seq: Generated<number | null>
  }
  /**
   * Messages that cleanups of spam waves retracted, while an undo can bring them back. Of several cleanups that cover a
   * message, one holds its content.
   */
  withdrawn: {
    wave_key: number
    chat_key: number
    seq: number
    /** Null where another cleanup holds the content. */
    body: string | null
    mentions: string | null
    forwarded_id: StoredId | null
    forwarded_at: number | null
    edited_at: number | null
    /** The list of reactions; null for none. */
    reactions: string | null
    /** 1: it was pinned. */
    pinned: number
  }
  /** Messages that one user has hidden. */
  hidden: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    rev: number
  }
  /** Other users' voice messages that one user has played. */
  played: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    rev: number
  }
  /** All reactions to a message: a list in its wire form, with the keys of users. */
  reactions: {
    chat_key: number
    seq: number
    message_id: StoredId
    list: string
    /** When the chat's rev was last raised for it. */
    bumped_at: number
    rev: number
  }
  /** One user's own reactions to a message, as a list; empty after removing all. */
  my_reactions: {
    user_key: number
    chat_key: number
    seq: number
    message_id: StoredId
    emojis: string
    /** The user's rev of the last change. */
    rev: number
  }
  /** The relation of `owner` to `peer`: only the owner sees it. */
  friends: {
    owner_key: number
    peer_key: number
    state: Friend['state']
    remark: string | null
    /** The readings of a Chinese remark, as of names; null without a remark. */
    remark_pinyin: string | null
    note: string | null
    blocked_at: number | null
    since: number | null
    /** The owner's rev of the last change. */
    rev: number
  }
  invites: {
    code: string
    user_key: number
    created_at: number
    expires_at: number
    uses_left: number
    revoked_at: number | null
    /** The group that the link leads to; null makes friends. */
    chat_key: number | null
  }
  /** Users who can't join a chat. */
  bans: {
    chat_key: number
    user_key: number
    by_key: number
    at: number
    /** 1: an administrator of the server banned them, whom the group doesn't see. */
    by_admin: Generated<number>
  }
  /** Requests to join a group. */
  join_requests: { chat_key: number; user_key: number; at: number }
  /** When users last wrote into a chat, noted in slow mode. */
  last_sent: { chat_key: number; user_key: number; at: number }
  /** Bytes that each account wrote and uploaded on one day. */
  usage: {
    user_key: number
    /** Days since 1970-01-01, UTC. */
    day: number
    written_bytes: number
    file_bytes: number
  }
  /** The node that does a piece of background work; times are the database's. */
  leases: {
    name: string
    holder: string
    /** Rises with every new holder, so that the work of a former holder is refused. */
    fence: number
    until: number
  }
}

/** Minutes since the epoch, in the same form as `changed_min`. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / 60_000)

/** The relation between two users, which decides whether one may write to the other. */
export interface PairStanding {
  /** Both hold each other as friends. */
  readonly friends: boolean
  /** The user has blocked the peer. */
  readonly blocks: boolean
  /** The peer has blocked the user, who must not learn of it. */
  readonly isBlocked: boolean
}

/** A sender's rights in a chat, which decide whether they may write. */
export interface Standing {
  readonly kind: Schema['chats']['kind']
  readonly open: boolean
  readonly member: boolean
  /** Only moderators may write. */
  readonly mutedAll: boolean
  readonly dissolved: boolean
  /** The end of their mute; 0 for never muted. */
  readonly mutedUntil: number
  /** Whether they are exempt from `mutedAll` and slow mode: the owner and admins, and in channels administrators. */
  readonly moderates: boolean
  /** Direct chats of two: the relation of the sender and the other user. */
  readonly pair?: PairStanding
}

/** A message about to be stored; `appendMessage` gives it seq, rev and time. */
export interface NewMessage {
  readonly chatKey: number
  readonly chatId: import('@parley/protocol').ChatId
  readonly id: import('@parley/protocol').MessageId
  readonly senderKey: number
  readonly senderId: import('@parley/protocol').UserId
  readonly body: StoredBody
  /** The body as sent, as JSON, where the server stores more than that, to recognise a repeated send. */
  readonly sentBody?: string | undefined
  readonly replyTo?: { readonly id: import('@parley/protocol').MessageId; readonly seq: number } | undefined
  readonly forwardedFrom?: ForwardedFrom | undefined
  /** The name of the service that sends it. */
  readonly via?: string | undefined
  /** The permitted mentions. */
  readonly mentions?: import('@parley/protocol').Mentions['mentions'] | undefined
  readonly mentionsAll?: import('@parley/protocol').Mentions['mentionsAll'] | undefined
  /** The `acl_rev` behind the decision to allow it. */
  readonly aclRev: number
  /** Decides again from the rows in the storing transaction, when that rev has changed. */
  readonly mayStill: (standing: Standing | undefined, nowMs: number) => boolean
  /** Whether the sender is exempt from slow mode, as of `aclRev`. */
  readonly moderates: boolean
}
