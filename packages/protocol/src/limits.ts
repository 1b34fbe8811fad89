/** Every limit of the protocol, once, with its unit in the name. In force on the server; clients read them to warn early. */
export const limits = {
  /** One frame or line from a client. Larger: close 1009 over WebSocket, `session.closed` with 4009 over TCP. */
  frameBytes: 64 * 1024,
  /** One HTTP body. Larger: 413. */
  bodyBytes: 64 * 1024,
  /** Calls in one JSON-RPC batch. */
  batchCalls: 100,
  /** Calls of one connection that aren't answered yet. Further ones are refused with `rate_limited`. Without a session it is two while the bucket `refused` of the address is nearly empty. */
  callsUnderWay: 1_000,
  /** Time a new connection has to present a session. */
  sessionOpenMs: 10_000,
  /** A client pings once within each of these. */
  heartbeatMs: 30_000,
  /** Connections without a session from one address to one node. A further one takes the place of the oldest idle one. */
  strangersPerAddress: 200,
  /** Connections without a session to one node. A further one takes the place of the oldest idle one. */
  strangers: 2_000,
  /** Connections of one account to one node. A further one closes the one that was silent longest, with 4503. */
  connectionsPerAccount: 50,
  usernameMinChars: 3,
  usernameMaxChars: 32,
  nameMaxChars: 50,
  passwordMinChars: 10,
  passwordMaxChars: 200,
  /** How long a proof of work can be used. */
  challengeMs: 5 * 60_000,
  challengeSolutionMaxChars: 2_000,
  deviceMaxChars: 80,
  bioMaxChars: 200,
  statusMaxChars: 80,
  /** What goes with a friend request, and with its answer. */
  friendNoteMaxChars: 100,
  /** One's own name for a friend. */
  remarkMaxChars: 30,
  /** A display name is looked for by at least this much of its beginning; Unicode code points. */
  searchMinChars: 2,
  /** People in one answer of a search. */
  searchPeople: 20,
  /** Unicode code points of one text message. */
  textMaxChars: 8_000,
  /** A sender may take a message back for this long, unless the server is set otherwise: `session.open` says what is in force. */
  retractWindowMs: 120_000,
  /** One uploaded file. Larger: 413. */
  mediaBytes: 20 * 1024 * 1024,
  /** One file, unless the server is set otherwise: `session.open` returns the limit in force. Pictures stay below `mediaBytes`. */
  fileBytes: 2 * 1024 * 1024 * 1024,
  mediaNameMaxChars: 255,
  mimeMaxChars: 100,
  /** Unicode code points of the text below a picture. */
  captionMaxChars: 1_000,
  /** Half of the way around the Earth. */
  placeAccuracyMaxM: 20_000_000,
  placeNameMaxChars: 100,
  placeAddressMaxChars: 200,
  /** Pictures and videos of one album. */
  albumMin: 2,
  albumMax: 10,
  /** A voice message, unless the server is set otherwise: `session.open` returns the limit in force. */
  voiceMaxMs: 15 * 60_000,
  /** Numbers that describe the loudness of a voice message. */
  voicePeaks: 64,
  durationMaxMs: 24 * 3_600_000,
  /** One side of a video. */
  videoMaxPx: 16_384,
  /** Pixels of a picture; its header is asked before anything is decoded. */
  picturePixels: 50_000_000,
  /** The side of the square that pictures are made to fit, small and large; `fitPicture` says how. */
  pictureSmallPx: 320,
  pictureLargePx: 1_280,
  /** Sides of avatars, which are squares. */
  avatarSmallPx: 64,
  avatarMediumPx: 160,
  avatarLargePx: 512,
  /** Pictures that one call can ask for. */
  mediaPerGet: 100,
  /** Chats that `media.largest` returns. */
  largestChats: 10,
  /** Uploads that `media.largest` counts. */
  largestUploads: 2_000,
  /** A media address works for at least this long and expires on the hour. */
  mediaAddressMs: 6 * 3_600_000,
  /** An upload that no message and no profile shows is removed after this. */
  mediaUnusedMs: 24 * 3_600_000,
  /** Uploads of one person at the same time. */
  uploadsAtOnce: 3,
  /** People that one message can name. */
  mentionsMax: 50,
  /** Messages that one call can hide. */
  hideMax: 100,
  /** Messages that one account can hide, in all chats. */
  hiddenPerAccount: 20_000,
  /** Voice messages that one call can mark as played. */
  markPlayedMax: 100,
  /** Rows of played voice messages that a snapshot or delta of a user holds. */
  snapshotPlayed: 1_000,
  /** Chats that one person can pin in their list. */
  pinnedChats: 10,
  /** Messages that can be pinned in one chat. */
  pinnedMessages: 50,
  /** A chat is silenced for at most this long, or for good. */
  silenceMaxMs: 366 * 24 * 3_600_000,
  /** UTF-16 units of one emoji; the longest flags and families have fewer. */
  emojiMaxUnits: 40,
  /** Different emojis on one message, … */
  reactionsOfMessage: 20,
  /** … and of one person on one message. */
  reactionsOfOne: 5,
  /** Reactions to one message raise its chat's rev at most once in this time. */
  reactionIntervalMs: 250,
  /** Of those who reacted with an emoji, so many are named. */
  reactionSample: 8,
  /** People that one answer lists who reacted to a message. */
  reactorsPage: 50,
  /** Own reactions that a snapshot of a user holds. */
  snapshotReactions: 1_000,
  /** The most members that a group can have, unless the server is set otherwise: `session.open` says what is in force. */
  groupMembersDefault: 500,
  groupMembersMax: 100_000,
  /** Admins of a group, besides its owner. */
  groupAdminsMax: 20,
  /** Channels that one answer lists. */
  channelsPage: 50,
  nicknameMaxChars: 30,
  aboutMaxChars: 300,
  announcementMaxChars: 1_000,
  /** The longest that one person can be muted for at a time. */
  muteMaxMs: 366 * 24 * 3_600_000,
  slowModeMaxMs: 24 * 3_600_000,
  /** The longest that a link works. */
  linkMaxMs: 366 * 24 * 3_600_000,
  linkUsesMax: 10_000,
  /** Links of one group that work at the same time. */
  linksPerGroup: 50,
  /** Links of one person, to make friends by, that work at the same time. */
  linksPerPerson: 50,
  /** People who wait to be let into one group. */
  joinRequestsMax: 1_000,
  /** People that one answer lists who wait for a group, or are banned from it. */
  groupListPage: 100,
  /** People that one call can add to a group. */
  groupAddMax: 100,
  membersPage: 200,
  usersPerGet: 100,
  historyPage: 100,
  historyPageDefault: 50,
  /** A snapshot holds this many of the newest messages. */
  snapshotMessages: 30,
  /** More changed rows than this: a snapshot instead of a delta. */
  deltaRows: 500,
  /** Chats in one sync answer. */
  syncChats: 500,
  /** Parts that all chats of a person are compared in, by the last two digits of their ids. */
  syncParts: 256,
  /** On first start the newest chats that come with messages. */
  syncChatsWithMessages: 10,
  /** A sync answer stops growing here and says `more`. */
  syncBytes: 1024 * 1024,
  /** In direct chats and groups up to this size everybody sees how far the others have read; above, `messages.receipts` counts. */
  readsMembers: 100,
  /** Chats whose read marks one call answers. */
  readsChats: 100,
  /** Unread counts stop here: this number means "this many or more". */
  unreadMax: 100,
  /** Groups above this size are pushed to watchers only, others get `chat.head`. */
  pushAllMembers: 1_000,
  headIntervalMs: 5_000,
  onlineIntervalMs: 1_000,
  onlineSample: 20,
  /** People that one call can watch … */
  presencePerWatch: 200,
  /** … and one connection. */
  presenceWatched: 1_000,
  /** A client calls its device idle after this long without a sign of its person. */
  idleAfterMs: 300_000,
  typingIntervalMs: 3_000,
  /** A typing mark that is not renewed disappears after this. */
  typingShownMs: 6_000,
  /** A client waits about this long for a missing rev before it asks. */
  gapWaitMs: 150,
  inviteDays: 7,
  inviteUses: 100,
  /** How long a link that resets a password works. */
  resetLinkMs: 24 * 3_600_000,
  sessionDays: 90,
  /** Every committed change reaches every connected member within this, whatever the bus loses. */
  convergenceMs: 15_000,
} as const
export type Limits = typeof limits

/** `ChatState.mutedUntil` of a chat that is silent for good: the last time that a date can say. */
export const mutedForever = 8_640_000_000_000_000

/** Token buckets: `burst` calls at once, then `perSecond`. Keyed by user, or by address where anybody may call. */
export const rates = {
  none: null,
  read: { burst: 300, perSecond: 60 },
  write: { burst: 200, perSecond: 20 },
  /** Registering and signing in, per address. */
  auth: { burst: 20, perSecond: 0.5 },
  /** Looking people up, and adding up the room that one's files take. */
  lookup: { burst: 30, perSecond: 1 },
  /**
   * Making groups and channels, adding people to groups, who leave them one by one, and joining channels, which all who watch
   * them hear of.
   */
  groups: { burst: 100, perSecond: 0.05 },
  /** Uploads: each is decoded and made smaller. */
  upload: { burst: 120, perSecond: 2 },
  /** Opening and keeping sessions, counted by account. */
  session: { burst: 200, perSecond: 10 },
  /** Typing and other signs that are never replayed. */
  ephemeral: { burst: 20, perSecond: 5 },
  /**
   * The work that calls make, on top of their own rate: 1 for each call, 1 for each entry of a list in its parameters, 1 for
   * each 1,024 characters of its answer, and 1 for each 16 chats or members that it looks through. Opening a session looks
   * through all chats of the account. Work is charged when it is done, so a large answer may leave a debt; calls are refused
   * until it is paid.
   */
  work: { burst: 16_384, perSecond: 512 },
  /**
   * Calls, frames and upgrades refused for their form, session or rate. When the bucket is empty, the next refusal closes the
   * connection with 4029; HTTP answers 429.
   */
  refused: { burst: 1_000, perSecond: 20 },
} as const satisfies Record<string, { burst: number; perSecond: number } | null>
export type RateName = keyof typeof rates
