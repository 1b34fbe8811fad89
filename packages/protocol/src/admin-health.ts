import { z } from 'zod'
import { limits } from './limits'
import { chatId, timeMs, User } from './rows'
import { domain, method } from './specs'

/** A node as it describes itself. */
export const NodeState = z.object({
  /** A name that is new with each start. */
  id: z.string(),
  /** The name of its machine. */
  host: z.string(),
  /** The version of the server. */
  version: z.string(),
  /** `gateway`, `api` and `worker`, or some of them. */
  roles: z.array(z.string()),
  /** When it started. */
  startedAt: timeMs,
  /** Whether it answered this call itself. */
  self: z.boolean(),
  /** Its open connections. */
  connections: z.int().nonnegative(),
  /** Messages that it stored per second, over the latest seconds. */
  messagesPerSecond: z.number().nonnegative(),
  /** Mails that wait on it. */
  mailsWaiting: z.int().nonnegative(),
  /** Mails that it gave up since its start. */
  mailsFailed: z.int().nonnegative(),
})
export type NodeState = z.output<typeof NodeState>

/** A number of files. */
export const StoredFiles = z.object({
  /** The number of files. */
  files: z.int().nonnegative(),
  /** The room that the files take. */
  bytes: z.int().nonnegative(),
})

/** The files that one person uploaded. */
export const PersonFiles = StoredFiles.extend({ user: User })

/** The files that were uploaded to one chat. */
export const ChatFiles = z.object({
  /** The number of files. Only for channels. */
  files: z.int().nonnegative().optional(),
  /**
   * The room that the files take. For direct chats and groups it is rounded up to its first digit, at least to 10 MB. Exact
   * numbers would tell who is in a private chat.
   */
  bytes: z.int().nonnegative(),
  id: chatId,
  kind: z.enum(['direct', 'group', 'channel']),
  /** The name of a channel. Absent for other chats, and for the world. */
  name: z.string().optional(),
})

/** Methods of administrators about the state of the server. */
export const adminHealth = domain({
  nodes: method({
    doc: 'Returns the running nodes of this server. A node that doesn’t answer within `limits.nodesWaitMs` is missing.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** The nodes, by host and start. */
      nodes: z.array(NodeState).max(limits.nodesListed),
    }),
    errors: [],
  }),
  storage: method({
    doc: 'Returns the people or the chats whose files take the most room, largest first, up to `limits.storageListed` of each. A file counts for the person who uploaded it and for the chat that it was uploaded to. The server counts in the background, at most every `limits.storageFreshMs`. While the first count takes longer, the call fails as `unavailable`. The names and members of groups and direct chats are not shown, and their room is rounded up.',
    auth: 'admin',
    rate: 'read',
    input: z.object({
      /** Which list to return. */
      by: z.enum(['people', 'chats']),
      /** How many entries of the list to skip. */
      skip: z.int().min(0).max(limits.storageListed).default(0),
    }),
    output: z.object({
      /** When the server counted. */
      countedAt: timeMs,
      /** All files of the server. */
      total: StoredFiles,
      /** The people, for `by: "people"`. */
      people: z.array(PersonFiles).max(limits.storagePage),
      /** The chats, for `by: "chats"`. */
      chats: z.array(ChatFiles).max(limits.storagePage),
      more: z.boolean(),
    }),
    errors: [],
  }),
})
