/** The words of who is there: read marks, presence, typing. */
export const enPresence = {
  statusRead: 'Read',
  readLabel: 'Read',
  typingTwo: '{first} and {second} are typing…',
  recordingTwo: '{first} and {second} are recording…',
  recordingMany: { one: '{count} person is recording…', other: '{count} people are recording…' },
  uploadingTwo: '{first} and {second} are sending files…',
  uploadingMany: { one: '{count} person is sending a file…', other: '{count} people are sending files…' },
  membersOnline: '{members}, {online}',
  presenceOnline: 'online',
  presenceAway: 'away',
  presenceDnd: 'do not disturb',
  lastSeen: 'last seen {when}',
  lastSeenNow: 'last seen just now',
} as const
