/** The words of the chat pane: history, messages, composer. */
export const enChat = {
  // Header
  backToList: 'Back to the list of chats',
  openDetails: 'Details',

  // History
  messagesOf: 'Messages in {name}',
  unreadDivider: 'Unread messages',
  jumpToUnread: { one: '{count} unread · Jump to first', other: '{count} unread · Jump to first' },
  jumpToManyUnread: '{count}+ unread · Jump to first',
  jumpToLatest: 'Jump to latest',
  jumpToLatestUnread: {
    one: 'Jump to latest, {count} unread message',
    other: 'Jump to latest, {count} unread messages',
  },
  sentJump: 'Sent · Jump to latest',
  historyFailed: 'Couldn’t load more messages · Try again',
  openFailed: 'This chat couldn’t be loaded.',
  showMoreText: 'Show more',
  showLessText: 'Show less',
  retractedMessage: 'This message was taken back.',
  unsupportedMessage: 'This message can’t be shown here. A newer version of Parley may show it.',
  messageBroken: 'Can’t display this message',
  copyRaw: 'Copy raw',
  copyCode: 'Copy code',
  statusQueued: 'Waiting to be sent',
  statusSending: 'Sending',
  statusSent: 'Sent',
  statusFailed: 'Not sent',
  retrySend: 'Retry',
  deleteUnsent: 'Delete',
  articleLabel: '{name}, {time}: {text}',
  articleLabelState: '{name}, {time}: {text} ({state})',
  unknownEvent: 'Something changed in this chat.',

  // Service messages
  systemGroupCreated: '{name} created the group',
  systemGroupCreatedYou: 'You created the group',
  systemMembersAdded: '{name} added {people}',
  systemMembersAddedYou: 'You added {people}',
  systemMemberLeft: '{name} left the group',
  systemMemberLeftYou: 'You left the group',
  systemInviteAccepted: '{name} joined by invite',
  systemInviteAcceptedYou: 'You joined by invite',
  youInList: 'you',
  peopleAndMore: { one: '{people} and {count} other', other: '{people} and {count} others' },

  // Said by screen readers
  announceOne: '{name}: {text}',
  announceFrom: { one: '{count} new message from {name}', other: '{count} new messages from {name}' },
  announceMany: { one: '{count} new message', other: '{count} new messages' },

  // Composer
  messageTo: 'Message',
  messageLabel: 'Message to {name}',
  send: 'Send',
  charactersLeft: { one: '{count} character left', other: '{count} characters left' },
  charactersOver: { one: '{count} character too many', other: '{count} characters too many' },
  noticeLeft: 'You left this group. You can still read what was said until then.',
  noticeWorldClosed: 'An administrator has closed this channel. You can still read it.',
  noticeBlocked: 'You can’t write to this person.',

  // Nothing here yet
  sayHiTitle: 'Say hi to {name}',
  sayHiBody: 'This is the beginning of your conversation.',
  sayHi: 'Say hi',
  savedTitle: 'A place of your own',
  savedBody: 'Write down notes, links and drafts. Only you can see them.',
  worldTitle: 'Welcome to the world',
  worldBody: 'Everybody on this server reads along.',
  worldRuleKind: 'Be kind. There are people behind the names.',
  worldRuleOpen: 'Everything written here is public on this server.',
  worldRuleSpam: 'Say a thing once. No advertising.',
  groupEmptyTitle: 'Nothing said yet',
  groupEmptyBody: 'Write the first message.',
} as const
