/** Every limit of the protocol, with its unit in the name. The server enforces them. Clients read them to warn early. */
export const limits = {
  /**
   * One frame or line from a client. The longest text fits in every JSON form, even with each emoji as `\uXXXX`, which takes
   * 12 bytes. A larger frame closes a WebSocket with 1009. A larger line ends a TCP connection: 4009 in `session.closed`.
   */
  frameBytes: 128 * 1024,
  /** One HTTP body, as large as a frame. Larger: 413. */
  bodyBytes: 128 * 1024,
  /** Calls in one JSON-RPC batch. */
  batchCalls: 100,
  /**
   * Calls of one connection without a response yet. Further calls are refused with `rate_limited`. Without a session
   * the limit is 2 while the bucket `refused` of the address is nearly empty.
   */
  callsUnderWay: 1_000,
  /** Time in which a new connection has to open a session. */
  sessionOpenMs: 10_000,
  /** The client pings once within each of these intervals. */
  heartbeatMs: 30_000,
  /** Connections without a session from one address to one node. Another one replaces the oldest idle one. */
  strangersPerAddress: 200,
  /** Connections without a session to one node. Another one replaces the oldest idle one. */
  strangers: 2_000,
  /**
   * Connections of one account to all nodes. Another one closes the one that was silent longest, with 4503. Nodes with fewer than
   * five of them don't count.
   */
  connectionsPerAccount: 50,
  usernameMinChars: 3,
  usernameMaxChars: 32,
  nameMaxChars: 50,
  emailMaxChars: 254,
  /** The digits of a code in a mail. */
  mailCodeDigits: 8,
  /** How long a code in a mail works. */
  mailCodeMs: 10 * 60_000,
  /** Tries with one code. After them it is void. For a new password, tries from one network address. */
  mailCodeTries: 5,
  /** Tries with one code for a new password, from all network addresses. */
  recoveryTriesPerAccount: 10,
  /** Codes to confirm an address, per account. After them the account waits an hour. */
  mailCodesPerAccount: 5,
  /** Codes to confirm an address, per address and from all accounts. After them the address waits an hour. */
  mailCodesPerAddress: 10,
  /** Lines of the dialogue with a mail server. */
  mailDialogueLines: 200,
  /** Codes for a new password, per account and from one network address. After them this address waits an hour. */
  recoveryCodes: 3,
  /** Codes for a new password, per account. After them the account waits an hour. */
  recoveryCodesPerAccount: 5,
  /** The digits of a code of the second factor. */
  secondFactorDigits: 6,
  /** How long a new secret of the second factor waits for its first code. */
  secondFactorSetupMs: 30 * 60_000,
  /** Wrong codes of the second factor at once, per account and from all network addresses. Recovery codes don't count. */
  secondFactorTries: 10,
  /** After this long, an account takes one more wrong code. All guesses of a year succeed with a probability below 1 %. */
  secondFactorTryMs: 3 * 3_600_000,
  secondFactorRecoveryCodes: 10,
  /** How long a sign-in waits for the code of the second factor. */
  ticketMs: 10 * 60_000,
  /** Sign-ins of an account that wait for a code. A newer one replaces the oldest. */
  ticketsPerAccount: 50,
  /** Passkeys of an account. */
  passkeys: 20,
  passkeyNameMaxChars: 80,
  /** How long the challenge for a passkey works. */
  passkeyChallengeMs: 10 * 60_000,
  /** Hosts whose passkeys administrators see counted. */
  passkeyHosts: 10,
  /** Passkeys of a host are counted up to this number. */
  passkeysCounted: 1_000,
  /** Accounts at providers that one account can be linked to. */
  identitiesPerAccount: 10,
  /** How long a sign-in through a provider may take. */
  providerFlowMs: 10 * 60_000,
  /** Sign-ins through providers that wait, from one network address and in total. */
  providerFlowsPerAddress: 20,
  providerFlows: 10_000,
  passwordMinChars: 10,
  passwordMaxChars: 200,
  /** How long a challenge is valid. */
  challengeMs: 5 * 60_000,
  challengeSolutionMaxChars: 2_000,
  /** How long a closed account can be restored, unless the server is set otherwise: `session.open` returns the limit in force. */
  restoreMs: 30 * 24 * 3_600_000,
  /** Closings of an account by its owner. After them the owner waits an hour. */
  closingsPerHour: 3,
  /** After this long, an account can request the next export of its data. */
  exportIntervalMs: 24 * 3_600_000,
  /** How long a finished export can be downloaded. */
  exportMs: 7 * 24 * 3_600_000,
  /** An address of an export works for this long at most. */
  exportAddressMs: 15 * 60_000,
  deviceMaxChars: 80,
  bioMaxChars: 200,
  statusMaxChars: 80,
  /** The note of a friend request, and the reply to it. */
  friendNoteMaxChars: 100,
  /** A user's private name for a friend. */
  remarkMaxChars: 30,
  /** The shortest beginning of a display name that finds people. Unicode code points. */
  searchMinChars: 2,
  /** People in one search result. */
  searchPeople: 20,
  /** Unicode code points of one text message. */
  textMaxChars: 8_000,
  /** How long a sender can retract a message, unless the server is set otherwise: `session.open` returns the limit in force. */
  retractWindowMs: 120_000,
  /** The body of one upload request. Larger: 413. */
  mediaBytes: 20 * 1024 * 1024,
  /** One file, unless the server is set otherwise: `session.open` returns the limit in force. Pictures stay below `mediaBytes`. */
  fileBytes: 2 * 1024 * 1024 * 1024,
  mediaNameMaxChars: 255,
  mimeMaxChars: 100,
  /** Unicode code points of a caption. */
  captionMaxChars: 1_000,
  /** Half of the Earth's circumference. */
  placeAccuracyMaxM: 20_000_000,
  placeNameMaxChars: 100,
  placeAddressMaxChars: 200,
  /** Pictures and videos of one album. */
  albumMin: 2,
  albumMax: 10,
  /** A voice message, unless the server is set otherwise: `session.open` returns the limit in force. */
  voiceMaxMs: 15 * 60_000,
  /** Loudness values of a voice message. */
  voicePeaks: 64,
  durationMaxMs: 24 * 3_600_000,
  /** One side of a video. */
  videoMaxPx: 16_384,
  /** Pixels of a picture. The server checks the header before it decodes anything. */
  picturePixels: 50_000_000,
  /** The side of the square that the small and the large version of a picture fit into, as `fitPicture` defines it. */
  pictureSmallPx: 320,
  pictureLargePx: 1_280,
  /** Sides of avatars, which are squares. */
  avatarSmallPx: 64,
  avatarMediumPx: 160,
  avatarLargePx: 512,
  /** Uploads that one call can request. */
  mediaPerGet: 100,
  /** Chats that `media.largest` returns. */
  largestChats: 10,
  /** Uploads that `media.largest` counts. */
  largestUploads: 2_000,
  /** A media address works for at least this long and expires on the hour. */
  mediaAddressMs: 6 * 3_600_000,
  /** The server deletes an upload that no message or profile shows after this time. */
  mediaUnusedMs: 24 * 3_600_000,
  /** Concurrent uploads of one user. */
  uploadsAtOnce: 3,
  /** People that one message can mention. */
  mentionsMax: 50,
  /** Messages that one call can hide. */
  hideMax: 100,
  /** Messages that one account can hide, over all chats. */
  hiddenPerAccount: 20_000,
  /** Voice messages that one call can mark as played. */
  markPlayedMax: 100,
  /** Rows of played voice messages in a snapshot or delta of a user. */
  snapshotPlayed: 1_000,
  /** Chats that one user can pin in their list. */
  pinnedChats: 10,
  /** Messages that can be pinned in one chat. */
  pinnedMessages: 50,
  /** The longest time that a chat can be silenced for, other than forever. */
  silenceMaxMs: 366 * 24 * 3_600_000,
  /** UTF-16 code units of one emoji. The longest flags and families have fewer. */
  emojiMaxUnits: 40,
  /** Different emojis on one message. */
  reactionsOfMessage: 20,
  /** Different emojis of one user on one message. */
  reactionsOfOne: 5,
  /** Reactions to one message increment its chat's rev at most once in this time. */
  reactionIntervalMs: 250,
  /** People that `Reactions` names for each emoji. */
  reactionSample: 8,
  /** People in one page of those who reacted to a message. */
  reactorsPage: 50,
  /** Own reactions in a snapshot of a user. */
  snapshotReactions: 1_000,
  /** The highest member limit of a group, unless the server is set otherwise: `session.open` returns the limit in force. */
  groupMembersDefault: 500,
  groupMembersMax: 100_000,
  /** Admins of a group, besides its owner. */
  groupAdminsMax: 20,
  /** Channels in one page. */
  channelsPage: 50,
  nicknameMaxChars: 30,
  aboutMaxChars: 300,
  announcementMaxChars: 1_000,
  /** The longest time that a user can be muted for at once. */
  muteMaxMs: 366 * 24 * 3_600_000,
  slowModeMaxMs: 24 * 3_600_000,
  /** The longest time that a link works. */
  linkMaxMs: 366 * 24 * 3_600_000,
  linkUsesMax: 10_000,
  /** Links of one group that work at the same time. */
  linksPerGroup: 50,
  /** Network addresses that a node reports to administrators. */
  networkOrigins: 8,
  /** Nodes in one list for administrators. */
  nodesListed: 200,
  /** How long a list of nodes waits for their answers. */
  nodesWaitMs: 500,
  /** Entries of the lists of the largest storage. */
  storageListed: 200,
  /** Entries of these lists in one page. */
  storagePage: 20,
  /** How old a count of the storage is before the next view counts again. */
  storageFreshMs: 10 * 60_000,
  /** Entries in one page of the audit log. */
  auditPage: 100,
  /** How long an entry of the audit log stays. */
  auditMs: 730 * 24 * 3_600_000,
  /** How long the server keeps the network address that an account was registered from. */
  registrationAddressMs: 90 * 24 * 3_600_000,
  /** Networks that are blocked at the same time. */
  networkBans: 1_000,
  /** The longest time that one call blocks a network for. */
  networkBanMaxMs: 366 * 24 * 3_600_000,
  /** The note of a report. */
  reportNoteMaxChars: 500,
  /** Messages and people that one person can report within an hour, on all nodes. */
  reportsPerHour: 20,
  /** Words that messages can be refused for. */
  refusedWords: 500,
  /** The length of one of them. */
  refusedWordMaxChars: 60,
  /** Domains of e-mail addresses that administrators refuse, and as many exceptions. */
  mailDomains: 500,
  /** Regular expressions for refused texts. */
  refusedPatterns: 50,
  refusedPatternMaxChars: 200,
  /** The most messages that the flood brake can be set to. */
  floodMessagesMax: 1_000,
  /** The most durations of automatic mutes. */
  floodMutes: 6,
  /** The most strangers that new accounts can be allowed to ask. */
  newcomerRequestsMax: 1_000,
  /**
   * People that one report names, with their notes: the first and the last ones, and those with the oldest accounts. Others only
   * count.
   */
  reportersShown: 20,
  /** Forms of an edited message that one report keeps: the first one and the latest ones. */
  reportVersions: 5,
  /** Reports in one page. */
  reportsPage: 20,
  /** How long a report stays after its end, with the message and its files. */
  reportKeptMs: 30 * 24 * 3_600_000,
  /** How long an open report stays. */
  reportOpenMs: 180 * 24 * 3_600_000,
  /** Accounts that one cleanup of a spam wave disables. */
  waveAccounts: 5_000,
  /** Chats in which one cleanup of a spam wave looks for messages. */
  waveChats: 20_000,
  /** The longest time between the registrations of a spam wave. */
  waveSpanMs: 90 * 24 * 3_600_000,
  /** Accounts that a count of a spam wave shows, and that a cleanup can leave out. */
  waveSample: 100,
  /** How long the cleanup of a spam wave can be undone. */
  waveUndoMs: 10 * 60_000,
  /** Cleanups of spam waves in the list. */
  wavesListed: 20,
  /** Friend links of one user that work at the same time. */
  linksPerPerson: 50,
  /** Pending join requests of one group. */
  joinRequestsMax: 1_000,
  /** Join requests or bans in one page. */
  groupListPage: 100,
  /** People that one call can add to a group. */
  groupAddMax: 100,
  membersPage: 200,
  usersPerGet: 100,
  historyPage: 100,
  historyPageDefault: 50,
  /** The newest messages in a snapshot. */
  snapshotMessages: 30,
  /** Delta rows. With more changes the client gets a snapshot instead. */
  deltaRows: 500,
  /** Chats in one sync response. */
  syncChats: 500,
  /** Parts in which the chats of a user are compared, by the last two digits of their ids. */
  syncParts: 256,
  /** The newest chats, which come with messages on first start. */
  syncChatsWithMessages: 10,
  /** A sync response stops growing at this size and sets `more`. */
  syncBytes: 1024 * 1024,
  /**
   * In direct chats and groups up to this size, members see how far the others have read. In larger groups,
   * `messages.receipts` only counts readers.
   */
  readsMembers: 100,
  /** Chats whose read marks one call returns. */
  readsChats: 100,
  /** Unread counts stop here. This number means "this many or more". */
  unreadMax: 100,
  /** Larger groups push changes to watchers only. Other members get `chat.head`. */
  pushAllMembers: 1_000,
  headIntervalMs: 5_000,
  onlineIntervalMs: 1_000,
  onlineSample: 20,
  /** People that one call can watch. */
  presencePerWatch: 200,
  /** People that one connection can watch. */
  presenceWatched: 1_000,
  /** Time without input after which a client reports its device as idle. */
  idleAfterMs: 300_000,
  typingIntervalMs: 3_000,
  /** Time after which a typing mark disappears unless it is renewed. */
  typingShownMs: 6_000,
  /** About how long a client waits for a missing rev before it requests a delta. */
  gapWaitMs: 150,
  /** How long a request for an account waits for an administrator. */
  accountRequestMs: 30 * 24 * 3_600_000,
  /** Requests for an account that wait at the same time. */
  accountRequests: 1_000,
  /** Requests for an account that wait at the same time, per network address. */
  accountRequestsPerAddress: 10,
  /** The same for neighbouring addresses: a /24 of IPv4, a /56 of IPv6. */
  accountRequestsPerNetwork: 30,
  /** Requests in one page, and in one call that answers them. */
  accountRequestsPage: 50,
  /** The text for the administrators in a request for an account. */
  accountNoteMaxChars: 300,
  /** Service tokens that work at the same time. */
  serviceTokens: 100,
  serviceTokenNameMaxChars: 40,
  /** The longest life of a service token that expires. */
  serviceTokenMaxMs: 3_660 * 24 * 3_600_000,
  /** An id that another product gives its users. */
  externalIdMaxChars: 255,
  /** Users or external ids in one call of a service. */
  servicePeople: 100,
  /** The words of a notice by a service. */
  noticeMaxChars: 500,
  /** The shortest and the longest life of a session that a service creates. */
  serviceSessionMinMs: 60_000,
  serviceSessionMaxMs: 90 * 24 * 3_600_000,
  /** A signed token of another product. */
  jwtMaxChars: 8_000,
  /** A token of another product proves the owner of an account for this long after it was made. */
  proofTokenAgeMs: 2 * 60_000,
  inviteDays: 7,
  inviteUses: 100,
  /** How long a link that resets a password works. */
  resetLinkMs: 24 * 3_600_000,
  sessionDays: 90,
  /** Live sessions of an account, and as many that services made. A new one ends the one of its kind that was used longest ago. */
  sessionsPerAccount: 100,
  /** Every committed change reaches every connected member within this time, even if the bus loses messages. */
  convergenceMs: 15_000,
} as const
export type Limits = typeof limits

/** `ChatState.mutedUntil` of a chat that is silenced forever: the last time that a date can express. */
export const mutedForever = 8_640_000_000_000_000
