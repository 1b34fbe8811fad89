/** The words of the settings. */
export const enSettings = {
  textSize: 'Size of messages',
  shortcutPinned: 'Go to a pinned chat',
  shortcutReadAll: 'Mark everything as read',
  allRead: 'Everything is marked as read',
  shortcutPreviousMessage: 'Previous message',
  shortcutNextMessage: 'Next message',
  shortcutPages: 'A page up or down',
  shortcutFirstMessage: 'First message here',
  shortcutLatest: 'Latest message',
  shortcutFirstUnread: 'First unread message',
  shortcutAnswered: 'Go to what it answers',
  shortcutReact: 'React to it',
} as const
