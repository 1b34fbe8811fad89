/**
 * The rows that clients hold. A row looks the same to everybody who may see it (so that a delta is encoded once) and
 * carries the rev of its last change. Times are epoch milliseconds.
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
import { checkLetters, longText, oneLine } from './texts'

export * from './card-rows'
export * from './media-rows'
export * from './row-ids'

/** A change counter of a chat or a user. */
export const rev = z.int().nonnegative()
/** A message's place in its chat: 1, 2, 3 … without gaps. */
export const seq = z.int().nonnegative()
/** What somebody does in a chat that the others can see. */
export const doing = z.enum(['typing', 'recording', 'uploading'])
export type Doing = z.output<typeof doing>
/** Epoch milliseconds. */
export const timeMs = z.int().nonnegative()

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9_.]*$/, { error: 'must start with a letter and hold only a–z, 0–9, _ and .' })
  .min(limits.usernameMinChars)
  .max(limits.usernameMaxChars)
export const displayName = oneLine(limits.nameMaxChars)
export const deviceName = oneLine(limits.deviceMaxChars)
export const friendNote = oneLine(limits.friendNoteMaxChars)
export const remark = oneLine(limits.remarkMaxChars)
export const nickname = oneLine(limits.nicknameMaxChars)
/** Text of several lines about a chat or a person; empty takes it away. */
const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: `must be at most ${max} characters` })
    .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'must be valid text' })
export const about = paragraph(limits.aboutMaxChars)
export const bio = paragraph(limits.bioMaxChars)
export const announcement = paragraph(limits.announcementMaxChars)

/** The public profile of an account. */
export const User = z.object({
  id: userId,
  username: z.string(),
  name: z.string(),
  /** A picture that everybody may get. */
  avatar: mediaId.optional(),
  bio: z.string().optional(),
  rev,
})
export type User = z.output<typeof User>

/** One signed-in device. In pushed rows `current` is always false: the receiver knows its own id. */
export const Session = z.object({
  id: sessionId,
  device: z.string(),
  /** When the user signed in. */
  createdAt: timeMs,
  /** When the session was last used. */
  lastSeenAt: timeMs,
  /** Whether the call used this session. */
  current: z.boolean(),
  /** When the session ended; absent while it is live. */
  revokedAt: timeMs.optional(),
  rev,
})
export type Session = z.output<typeof Session>

export const joinPolicy = z.enum(['open', 'approval', 'invite'])
export type JoinPolicy = z.output<typeof joinPolicy>

const whoMay = z.enum(['members', 'admins'])
/** What a group leaves to all of its members, or keeps for its owner and admins. */
export const Rights = z.object({
  /** Adding people. Where admins decide who comes in (`approval`), only they do. */
  invite: whoMay,
  /** Pinning messages. */
  pin: whoMay,
  /** Changing its name, avatar, about and announcement. */
  edit: whoMay,
})
export type Rights = z.output<typeof Rights>

export const replyTo = z.object({ id: messageId, seq })
/** What a message answers: another one of the same chat, by id and place. */
export type ReplyTo = z.output<typeof replyTo>

/** A conversation. `rev` is the last change of this row; a chat's own rev (in deltas) also rises with messages and members. */
export const Chat = z.object({
  id: chatId,
  /** A direct chat has two people, a group has members, and everyone finds a channel. */
  kind: z.enum(['direct', 'group', 'channel']),
  rev,
  /** The newest message's seq. Rises with messages, without a change of this row: clients keep the highest they know. */
  seq,
  /** The oldest seq that still exists. */
  firstSeq: seq,
  /** Direct chats: both people, or one for "saved messages". */
  peerIds: z.array(userId).optional(),
  name: z.string().optional(),
  /** A picture that whoever may read the chat may get. */
  avatar: mediaId.optional(),
  about: z.string().optional(),
  announcement: z.string().optional(),
  ownerId: userId.optional(),
  maxMembers: z.int().optional(),
  /** Groups: whether one who knows the id comes in, after an admin agreed, or by invitation and link alone. */
  joinPolicy: joinPolicy.optional(),
  /** Groups: whether new members see what was said before they came. */
  historyVisible: z.boolean().optional(),
  rights: Rights.describe('Groups: what members may do besides writing.').optional(),
  /** Groups: no message tells that somebody left. */
  leavesSilently: z.boolean().optional(),
  /** Only the owner, admins and in channels administrators may write. */
  mutedAll: z.boolean().optional(),
  /** Everybody else waits this long after a message of theirs. */
  slowModeMs: z.int().optional(),
  /** Channels: whether people may write. */
  open: z.boolean().optional(),
  /** Pinned messages, in the order of the chat; at most `limits.pinnedMessages`. Who came later may not see all of them. */
  pinned: z.array(replyTo),
  parentId: chatId.optional(),
  /** Since when nobody writes here any more. */
  dissolvedAt: timeMs.optional(),
})
export type Chat = z.output<typeof Chat>

/** A user's place in a group. A row with `leftSeq` is a former member, who reads up to that seq. */
export const Member = z.object({
  chatId,
  userId,
  rev,
  role: z.enum(['owner', 'admin', 'member']),
  /** What they are called in this chat. */
  nickname: z.string().optional(),
  /** Until when they may not write; a time that is over says nothing. */
  mutedUntil: timeMs.optional(),
  joinedSeq: seq,
  /** The oldest seq that this member may read. */
  visibleFrom: seq,
  leftSeq: seq.optional(),
})
export type Member = z.output<typeof Member>

export const TextBody = z.object({ type: z.literal('text'), text: longText(limits.textMaxChars) })
export type TextBody = z.output<typeof TextBody>

/** What the server itself writes into a chat; `userIds` are the people it is about. */
export const SystemBody = z.object({
  type: z.literal('system'),
  event: z.enum([
    ...['group_created', 'members_added', 'member_left', 'invite_accepted', 'friends_now'],
    ...['member_joined', 'member_removed', 'admin_added', 'admin_removed', 'owner_changed'],
    ...['name_changed', 'announcement_changed', 'all_muted', 'all_unmuted', 'group_dissolved'],
  ] as const),
  userIds: z.array(userId).optional(),
  /** The new name of the chat, with `name_changed`. */
  name: z.string().optional(),
})
export type SystemBody = z.output<typeof SystemBody>

/** What is left of a message that was taken back: nothing of what it said. */
export const RetractedBody = z.object({ type: z.literal('retracted') })
export type RetractedBody = z.output<typeof RetractedBody>

/** What a former member gets of a message that was changed after they left: nothing of what it says, nor what the change was. */
export const WithheldBody = z.object({ type: z.literal('withheld') })
export type WithheldBody = z.output<typeof WithheldBody>

/** What people may send. */
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

/** What a message may hold. Clients show a type that they do not know as "unsupported". */
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

/** Where a forwarded message comes from: the first message of a row of forwards. */
export const forwardedFrom = z.object({
  /** Who wrote it; absent when it was forwarded without a name. */
  userId: userId.optional(),
  /** When it was written. */
  at: timeMs,
})
export type ForwardedFrom = z.output<typeof forwardedFrom>

/** What the tabs of a chat's details show: pictures and videos, files, voice messages, texts and captions with a web address. */
export const contentKind = z.enum(['media', 'files', 'voice', 'links'])
export type ContentKind = z.output<typeof contentKind>

/** An entry of a chat. Its row changes when it is edited or taken back; its `seq` never does. */
export const Message = z.object({
  id: messageId,
  chatId,
  seq,
  rev,
  senderId: userId,
  /** The later of the database's clock and the chat's last `at`. */
  at: timeMs,
  body: StoredBody,
  /** Whether it counts as unread for others. */
  countable: z.boolean(),
  replyTo: replyTo.optional(),
  forwardedFrom: forwardedFrom.optional(),
  /** Whom it names: each of them has it among their mentions. Beside the body, like `countable`. */
  mentions: z.array(userId).optional(),
  /** It names everybody in the chat. */
  mentionsAll: z.literal(true).optional(),
  /** When its body was last changed by its sender. */
  editedAt: timeMs.optional(),
  /** When it was taken back; its body is of type `retracted` then. */
  retractedAt: timeMs.optional(),
})
export type Message = z.output<typeof Message>

const named = z
  .array(userId)
  .min(1)
  .max(limits.mentionsMax)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'must not name anybody twice' })

/** Whom a message names, as it is sent and changed; nobody when both are absent. */
export const mentions = {
  mentions: named.optional().describe('In groups people who are or were in it, in channels anybody with an account.'),
  mentionsAll: z
    .literal(true)
    .optional()
    .describe('For the owner and the admins of a group, in channels for administrators.'),
}
/** Whom a message names. */
export interface Mentions {
  readonly mentions?: readonly UserId[] | undefined
  readonly mentionsAll?: true | undefined
}

/** What stands unsent in a composer; with a text or an answered message, or both. */
export const Draft = z.object({
  text: z.string().meta({ maxLength: limits.textMaxChars }).superRefine(checkLetters(limits.textMaxChars)),
  replyTo: replyTo.optional(),
})
export type Draft = z.output<typeof Draft>

/** One user's private view of a chat; under the user's rev. */
export const ChatState = z.object({
  chatId,
  rev,
  /** The newest seq that the user has read. */
  readSeq: seq,
  /** Set while it is pinned; the latest stands first. A move may put it a little after the time of the pinning. */
  pinnedAt: timeMs.optional(),
  /** Silent until then; `mutedForever` for good. */
  mutedUntil: timeMs.optional(),
  archivedAt: timeMs.optional(),
  /** It was marked as unread by hand, whatever the cursor says. */
  markedUnread: z.literal(true).optional(),
  /** Messages up to here are gone for this user. */
  clearedSeq: seq,
  /** What stands unsent in the composers of this user's devices; the last one that was written. */
  draft: Draft.optional(),
})
export type ChatState = z.output<typeof ChatState>

/** A message that one user does not want to see; private, under the user's rev. Chats' rows stay whole: clients leave it out. */
export const Hidden = z.object({ chatId, messageId, seq, rev })
export type Hidden = z.output<typeof Hidden>

/** A voice message of another person that one user has played; private, under the user's rev. */
export const Played = z.object({ chatId, messageId, seq, rev })
export type Played = z.output<typeof Played>

/**
 * How a user stands to another person, as only this user sees it; under the user's rev. `removed` is what is left of a
 * friendship or request, and also stands for a blocked person without either. Being blocked shows nowhere in one's own rows.
 */
export const Friend = z.object({
  /** The other person. */
  userId,
  rev,
  state: z
    .enum(['requested', 'received', 'friends', 'removed'])
    .describe('`requested` by this user, `received` from the other person, `friends`, or `removed`.'),
  /** This user's own name for the person. */
  remark: z.string().optional(),
  /** What went with the request, or the other person's reply to it. */
  note: z.string().optional(),
  /** When this user blocked the person; absent when they are not blocked. */
  blockedAt: timeMs.optional(),
  /** Since when they are friends. */
  since: timeMs.optional(),
})
export type Friend = z.output<typeof Friend>

/** The profile a user sees of themself. */
export const Me = User.extend({ admin: z.boolean() })
export type Me = z.output<typeof Me>
