/** Deltas: what is pushed, what sync answers and what a snapshot holds have this one shape. The rules: docs/spec/delivery.md. */
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

/** How far people have read a chat, as far as they show it: who shows nothing is left out. */
export const Reads = z.record(userId as unknown as z.ZodString, seq)
export type Reads = z.output<typeof Reads>

/** What depends on who looks, beside the rows in answers to one user. */
export const View = z.object({
  /** The newest message that the reader may see and has not hidden. */
  last: Message.optional(),
  /** Countable messages of others after `readSeq` that were neither taken back nor hidden, stops at `limits.unreadMax`. */
  unread: z.int().nonnegative(),
  /** How many of these name the reader, or everybody; it stops at the same limit. None for who left. */
  mentions: z.int().nonnegative(),
  /** The first of them; absent when there are none. */
  firstMention: seq.optional(),
  /** The read cursor that `unread` was counted from. */
  readSeq: seq,
  /** The highest rev of the reader's hidden messages of this chat that are left out here; absent when there are none. */
  hiddenRev: rev.optional(),
  /** How far the other members have read, in direct chats and groups up to `limits.readsMembers`; for groups in `chats.changes` alone. */
  reads: Reads.optional(),
  /** The chat's rev at which this was true. */
  atRev: rev,
})
export type View = z.output<typeof View>

/** Every row of one chat that changed in (from, rev]; `from: 0` is a snapshot and replaces what is held. */
export const ChatDelta = z.object({
  chatId,
  from: rev,
  rev,
  chat: Chat.optional(),
  /** Rows that changed. A snapshot holds the reader's own row and some of those who wrote; `groups.members` has all. */
  members: z.array(Member).optional(),
  messages: z.array(Message).optional(),
  reactions: z.array(Reactions).optional(),
  /** Changed messages that some member may not see: who may, asks. */
  stale: z.array(seq).optional(),
  view: View.optional(),
  /** The people that the rows refer to. In `sync.pull` each person stands once, in the first chat that refers to them. */
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
  /** Own reactions; a snapshot holds the newest `limits.snapshotReactions` alone. */
  reactions: z.array(MyReaction).optional(),
  /** Voice messages that the user has played; the newest `limits.snapshotPlayed` alone. */
  played: z.array(Played).optional(),
  sessions: z.array(Session).optional(),
  friends: z.array(Friend).optional(),
  /** The people that the rows refer to. */
  users: z.array(User).optional(),
})
export type UserDelta = z.output<typeof UserDelta>
