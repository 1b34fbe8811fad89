/**
 * The rows that clients hold. A row looks the same to all of its readers, so a delta is encoded once. It carries
 * the rev of its last change. Times are epoch milliseconds.
 */
import { z } from 'zod'
import { ContactBody, LocationBody } from './card-rows'
import type { UserId } from './ids'
import { limits } from './limits'
import {
  AlbumBody,
  FileBody,
  ImageBody,
  mediaId,
  SentAlbum,
  SentFile,
  SentImage,
  SentVideo,
  SentVoice,
  VideoBody,
  VoiceBody,
} from './media-rows'
import { chatId, messageId, sessionId, userId } from './row-ids'
import { longText, oneLine, paragraph, unsentText } from './texts'

export * from './card-rows'
export * from './media-rows'
export * from './row-ids'

/** A change counter of a chat or a user. */
export const rev = z.int().nonnegative()
/** A message's place in its chat: 1, 2, 3 … without gaps. */
export const seq = z.int().nonnegative()
/** The activity of a person in a chat, visible to the others. */
export const doing = z.enum(['typing', 'recording', 'uploading'])
export type Doing = z.output<typeof doing>
/** Epoch milliseconds. */
export const timeMs = z.int().nonnegative()

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9_.]*$/, { error: 'must start with a letter and contain only a–z, 0–9, _ and .' })
  .min(limits.usernameMinChars)
  .max(limits.usernameMaxChars)
export const displayName = oneLine(limits.nameMaxChars)
export const deviceName = oneLine(limits.deviceMaxChars)
export const passkeyName = oneLine(limits.passkeyNameMaxChars)
export const friendNote = oneLine(limits.friendNoteMaxChars)
export const remark = oneLine(limits.remarkMaxChars)
export const nickname = oneLine(limits.nicknameMaxChars)
export const about = paragraph(limits.aboutMaxChars)
export const bio = paragraph(limits.bioMaxChars)
export const announcement = paragraph(limits.announcementMaxChars)

/** Readings of a name: syllables without tones, with spaces between them. */
const pinyin = z.array(z.string())

/** The public profile of an account. */
export const User = z.object({
  id: userId,
  username: z.string(),
  name: z.string(),
  /** The name in Latin letters, if it has Chinese characters: at most two readings, the likelier one first. */
  pinyin: pinyin.optional(),
  /** A picture that everyone can fetch. */
  avatar: mediaId.optional(),
  bio: z.string().optional(),
  /** The account was erased. Clients show "Deleted account" in place of its names. */
  deleted: z.literal(true).optional(),
  rev,
})
export type User = z.output<typeof User>

/** One signed-in device. In pushed rows `current` is always false, because the receiver knows its own id. */
export const Session = z.object({
  id: sessionId,
  device: z.string(),
  /** The network address that signed in. Absent if the server did not store it. */
  address: z.string().optional(),
  /** When the session ends in any case. Absent for sessions that last while they are used. */
  expiresAt: timeMs.optional(),
  /** When the user signed in. */
  createdAt: timeMs,
  /** When the session was last used. */
  lastSeenAt: timeMs,
  /** Whether the call used this session. */
  current: z.boolean(),
  /** When the session ended. Absent while it is live. */
  revokedAt: timeMs.optional(),
  rev,
})
export type Session = z.output<typeof Session>

export const joinPolicy = z.enum(['open', 'approval', 'invite'])
export type JoinPolicy = z.output<typeof joinPolicy>

const whoMay = z.enum(['members', 'admins'])
/** The rights that a group gives to all of its members, or only to its owner and admins. */
export const Rights = z.object({
  /** Adding people. Only the owner and admins can do so where admins approve new members (`approval`). */
  invite: whoMay,
  /** Pinning messages. */
  pin: whoMay,
  /** Changing its name, avatar, about and announcement. */
  edit: whoMay,
})
export type Rights = z.output<typeof Rights>

export const replyTo = z.object({ id: messageId, seq })
/** The message of the same chat that this one replies to, by id and seq. */
export type ReplyTo = z.output<typeof replyTo>

/** A conversation. `rev` is the last change of this row. The chat's own rev, in deltas, also rises with messages and members. */
export const Chat = z.object({
  id: chatId,
  /** A direct chat has two people, a group has members, and anyone can find a channel. */
  kind: z.enum(['direct', 'group', 'channel']),
  rev,
  /** The newest message's seq. It rises with messages without a change of this row, so clients keep the highest one they know. */
  seq,
  /** The oldest seq that still exists. */
  firstSeq: seq,
  /** Direct chats: both people, or one person for "Saved messages". */
  peerIds: z.array(userId).optional(),
  name: z.string().optional(),
  /** A picture that readers of the chat can fetch. */
  avatar: mediaId.optional(),
  about: z.string().optional(),
  announcement: z.string().optional(),
  ownerId: userId.optional(),
  maxMembers: z.int().optional(),
  /** Groups: whether people join by the id at once, join by the id with an admin's approval, or need an invitation or link. */
  joinPolicy: joinPolicy.optional(),
  /** Groups: whether new members see earlier messages. */
  historyVisible: z.boolean().optional(),
  rights: Rights.describe('Groups: what members can do besides writing.').optional(),
  /** Groups: no system message announces that a member left. */
  leavesSilently: z.boolean().optional(),
  /** Only the owner, admins and, in channels, administrators can write. */
  mutedAll: z.boolean().optional(),
  /** How long everyone else waits between messages. */
  slowModeMs: z.int().optional(),
  /** Channels: whether people can write. */
  open: z.boolean().optional(),
  /** Pinned messages, in the order of the chat, at most `limits.pinnedMessages`. Members who joined later may not see all of them. */
  pinned: z.array(replyTo),
  parentId: chatId.optional(),
  /** When the chat was dissolved. No one has been able to write since. */
  dissolvedAt: timeMs.optional(),
  /** Direct chats: the account of one of the two users is closed or erased, so that no one can write. */
  peerClosed: z.literal(true).optional(),
})
export type Chat = z.output<typeof Chat>

/** A user's place in a group. A row with `leftSeq` belongs to a former member, who can read up to that seq. */
export const Member = z.object({
  chatId,
  userId,
  rev,
  role: z.enum(['owner', 'admin', 'member']),
  /** The member's name in this chat. */
  nickname: z.string().optional(),
  /** The nickname in Latin letters, if it has Chinese characters. */
  nicknamePinyin: pinyin.optional(),
  /** Until when the member can't write. A time in the past means nothing. */
  mutedUntil: timeMs.optional(),
  joinedSeq: seq,
  /** The oldest seq that this member can read. */
  visibleFrom: seq,
  leftSeq: seq.optional(),
})
export type Member = z.output<typeof Member>

export const TextBody = z.object({ type: z.literal('text'), text: longText(limits.textMaxChars) })
export type TextBody = z.output<typeof TextBody>

/** A message that the server itself writes into a chat. `userIds` are the people it is about. */
export const SystemBody = z.object({
  type: z.literal('system'),
  event: z.enum([
    ...['group_created', 'members_added', 'member_left', 'invite_accepted', 'friends_now'],
    ...['member_joined', 'member_removed', 'admin_added', 'admin_removed', 'owner_changed'],
    ...['name_changed', 'announcement_changed', 'all_muted', 'all_unmuted', 'group_dissolved'],
    'notice',
  ] as const),
  userIds: z.array(userId).optional(),
  /** The new name of the chat, with `name_changed`. */
  name: z.string().optional(),
  /** The words of a service, with `notice`. */
  notice: z.string().optional(),
})
export type SystemBody = z.output<typeof SystemBody>

/** The rest of a retracted message, without its content. */
export const RetractedBody = z.object({ type: z.literal('retracted') })
export type RetractedBody = z.output<typeof RetractedBody>

/** The form in which a former member gets a message that changed after they left: neither its content nor the kind of change. */
export const WithheldBody = z.object({ type: z.literal('withheld') })
export type WithheldBody = z.output<typeof WithheldBody>

/** The bodies that people can send. */
export const MessageBody = z.discriminatedUnion('type', [
  TextBody,
  SentImage,
  SentVideo,
  SentVoice,
  SentFile,
  SentAlbum,
  LocationBody,
  ContactBody,
])
export type MessageBody = z.output<typeof MessageBody>

/** The bodies that a message can have. Clients show unknown types as "unsupported". */
export const StoredBody = z.discriminatedUnion('type', [
  TextBody,
  SystemBody,
  RetractedBody,
  WithheldBody,
  ImageBody,
  VideoBody,
  VoiceBody,
  FileBody,
  AlbumBody,
  LocationBody,
  ContactBody,
])
export type StoredBody = z.output<typeof StoredBody>

/** The source of a forwarded message: the first message in a chain of forwards. */
export const forwardedFrom = z.object({
  /** The author. Absent when the message was forwarded without a name. */
  userId: userId.optional(),
  /** When the message was written. */
  at: timeMs,
})
export type ForwardedFrom = z.output<typeof forwardedFrom>

/** The tabs of a chat's details: pictures and videos, files, voice messages, and texts or captions with a web address. */
export const contentKind = z.enum(['media', 'files', 'voice', 'links'])
export type ContentKind = z.output<typeof contentKind>

/** A message of a chat. Its row changes when it is edited or retracted. Its `seq` never changes. */
export const Message = z.object({
  id: messageId,
  chatId,
  seq,
  rev,
  senderId: userId,
  /** The later of the database's clock and the chat's last `at`. */
  at: timeMs,
  body: StoredBody,
  /** Whether the message counts as unread for others. */
  countable: z.boolean(),
  replyTo: replyTo.optional(),
  forwardedFrom: forwardedFrom.optional(),
  /** The name of the service token that sent the message. Absent for messages that people sent themselves. */
  via: z.string().optional(),
  /** The mentioned people, each of whom finds the message among their mentions. Beside the body, like `countable`. */
  mentions: z.array(userId).optional(),
  /** The message mentions everyone in the chat. */
  mentionsAll: z.literal(true).optional(),
  /** When the sender last changed the body. */
  editedAt: timeMs.optional(),
  /** When the message was retracted. Its body then has the type `retracted`. */
  retractedAt: timeMs.optional(),
})
export type Message = z.output<typeof Message>

const named = z
  .array(userId)
  .min(1)
  .max(limits.mentionsMax)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'must not contain a user twice' })

/** The people that a message mentions, as sent and edited. No one when both are absent. */
export const mentions = {
  mentions: named.optional().describe('In groups: present and former members. In channels: anyone with an account.'),
  mentionsAll: z
    .literal(true)
    .optional()
    .describe('In groups for the owner and admins, in channels for administrators.'),
}
/** The people that a message mentions. */
export interface Mentions {
  readonly mentions?: readonly UserId[] | undefined
  readonly mentionsAll?: true | undefined
}

/** The unsent content of a composer: a text, a message to reply to, or both. */
export const Draft = z.object({
  text: unsentText(limits.textMaxChars),
  replyTo: replyTo.optional(),
})
export type Draft = z.output<typeof Draft>

/** One user's private view of a chat, under the user's rev. */
export const ChatState = z.object({
  chatId,
  rev,
  /** The newest seq that the user has read. */
  readSeq: seq,
  /** Set while the chat is pinned. The latest stands first. Moving a chat may set a time a little after the pinning. */
  pinnedAt: timeMs.optional(),
  /** Silenced until this time, or permanently with `mutedForever`. */
  mutedUntil: timeMs.optional(),
  archivedAt: timeMs.optional(),
  /** The user marked the chat as unread, regardless of the cursor. */
  markedUnread: z.literal(true).optional(),
  /** Messages up to this seq are cleared for this user. */
  clearedSeq: seq,
  /** The unsent content of the composers on this user's devices. The last write wins. */
  draft: Draft.optional(),
})
export type ChatState = z.output<typeof ChatState>

/** A message that one user has hidden. Private, under the user's rev. The chat's rows stay complete, and clients leave the message out. */
export const Hidden = z.object({ chatId, messageId, seq, rev })
export type Hidden = z.output<typeof Hidden>

/** A voice message of another person that one user has played. Private, under the user's rev. */
export const Played = z.object({ chatId, messageId, seq, rev })
export type Played = z.output<typeof Played>

/**
 * How a user relates to another person, as only this user sees it, under the user's rev. `removed` is what remains of
 * a friendship or request, and also the state of a blocked person without either. Users can't see in their own rows
 * that they were blocked.
 */
export const Friend = z.object({
  /** The other person. */
  userId,
  rev,
  state: z
    .enum(['requested', 'received', 'friends', 'removed'])
    .describe('`requested` by this user, `received` from the other person, `friends`, or `removed`.'),
  /** This user's private name for the person. */
  remark: z.string().optional(),
  /** The private name in Latin letters, if it has Chinese characters. */
  remarkPinyin: pinyin.optional(),
  /** The note of the request, or the other person's reply to it. */
  note: z.string().optional(),
  /** When this user blocked the person. Absent when they are not blocked. */
  blockedAt: timeMs.optional(),
  /** When they became friends. */
  since: timeMs.optional(),
})
export type Friend = z.output<typeof Friend>

/** A user's own profile. */
export const Me = User.extend({
  admin: z.boolean(),
  /** Until when the flood brake mutes the account everywhere. Absent without such a mute. It can lie in the past. */
  mutedUntil: timeMs.optional(),
  /** The second factor of sign-ins. Absent while it is off. */
  secondFactor: z
    .object({
      /** When it was turned on. */
      since: timeMs,
      /** Unused recovery codes. */
      recoveryCodesLeft: z.int().nonnegative(),
    })
    .optional(),
  /** The number of passkeys. Absent without any. */
  passkeys: z.int().positive().optional(),
  /** Until when a copy of the user's data can be downloaded. Absent without one. */
  exportUntil: timeMs.optional(),
})
export type Me = z.output<typeof Me>
