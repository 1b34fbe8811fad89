/** Deltas. Pushes, sync responses and snapshots share this one shape. docs/spec/delivery.md has the rules. */
import { z } from 'zod'
import { Preferences } from './preferences'
import { MyReaction, Reactions } from './reaction-rows'
import {
  Chat,
  ChatState,
  chatId,
  Friend,
  Hidden,
  Me,
  Member,
  Message,
  Played,
  rev,
  Session,
  seq,
  User,
  userId,
} from './rows'

/** How far people have read a chat. People who hide this are left out. */
export const Reads = z.record(userId as unknown as z.ZodString, seq)
export type Reads = z.output<typeof Reads>

/** The part that depends on the reader. Responses to one user carry it beside the rows. */
export const View = z.object({
  /** The newest message that the reader may see and has not hidden. */
  last: Message.optional(),
  /** Countable messages of others after `readSeq` that were neither retracted nor hidden. Stops at `limits.unreadMax`. */
  unread: z.int().nonnegative(),
  /** How many of these mention the reader or everyone. Stops at the same limit. 0 for former members. */
  mentions: z.int().nonnegative(),
  /** The first of these mentions. Absent without any. */
  firstMention: seq.optional(),
  /** The read cursor that `unread` was counted from. */
  readSeq: seq,
  /** The highest rev of the reader's hidden messages in this chat that are left out here. Absent without any. */
  hiddenRev: rev.optional(),
  /** How far the other members have read, in direct chats and groups up to `limits.readsMembers`. For groups in `chats.changes` only. */
  reads: Reads.optional(),
  /** The chat's rev at which this was true. */
  atRev: rev,
})
export type View = z.output<typeof View>

/** Every row of one chat that changed in (from, rev]. With `from: 0` it is a snapshot, which replaces what the client holds. */
export const ChatDelta = z.object({
  chatId,
  from: rev,
  rev,
  chat: Chat.optional(),
  /** Changed rows. A snapshot holds the reader's own row and those of some authors. `groups.members` returns all rows. */
  members: z.array(Member).optional(),
  messages: z.array(Message).optional(),
  reactions: z.array(Reactions).optional(),
  /** Changed messages that some members may not see. Permitted clients fetch them. */
  stale: z.array(seq).optional(),
  view: View.optional(),
  /** The people that the rows refer to. In `sync.pull` each person appears once, in the first chat that refers to them. */
  users: z.array(User).optional(),
})
export type ChatDelta = z.output<typeof ChatDelta>

/** Every row under one user's rev that changed in (from, rev]. */
export const UserDelta = z.object({
  from: rev,
  rev,
  me: Me.optional(),
  states: z.array(ChatState).optional(),
  hidden: z.array(Hidden).optional(),
  preferences: Preferences.optional(),
  /** Own reactions. A snapshot holds the newest `limits.snapshotReactions` only. */
  reactions: z.array(MyReaction).optional(),
  /** Voice messages that the user has played, the newest `limits.snapshotPlayed` only. */
  played: z.array(Played).optional(),
  sessions: z.array(Session).optional(),
  friends: z.array(Friend).optional(),
  /** The people that the rows refer to. */
  users: z.array(User).optional(),
})
export type UserDelta = z.output<typeof UserDelta>
