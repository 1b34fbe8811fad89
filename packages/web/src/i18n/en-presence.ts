/** The words of who is there: read marks, presence, typing. */
export const enPresence = {
  statusRead: 'Read',
  readLabel: 'Read',
  typingTwo: '{first} and {second} are typing…',
  membersOnline: '{members}, {online}',
  presenceOnline: 'online',
  presenceAway: 'away',
  presenceDnd: 'do not disturb',
  lastSeen: 'last seen {when}',
  lastSeenNow: 'last seen just now',
} as const
