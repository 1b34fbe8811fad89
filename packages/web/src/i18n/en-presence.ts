/** The words of who is there: read marks, presence, typing. */
export const enPresence = {
  // Read marks
  statusRead: 'Read',
  readLabel: 'Read',
  readBy: 'Read by…',
  readByTitle: 'Read by',
  readByNobody: 'Nobody has read this yet.',
  readByCount: { one: '{count} person has read this.', other: '{count} people have read this.' },

  // Who is there
  typingTwo: '{first} and {second} are typing…',
  membersOnline: '{members}, {online}',
  presenceOnline: 'online',
  presenceAway: 'away',
  presenceDnd: 'do not disturb',
  lastSeen: 'last seen {when}',
  lastSeenNow: 'last seen just now',

  // What I am shown as
  statusOnline: 'Online',
  statusAway: 'Away',
  statusDnd: 'Do not disturb',
  statusInvisible: 'Invisible',
  ownStatus: 'Your status',
  ownStatusIs: '{name}: {status}',
  setStatusText: 'Set a status…',
  statusTitle: 'Your status',
  statusText: 'What’s up?',
  statusTextHint: 'In a meeting',
  statusShownAs: 'Shown as',
  statusUntil: 'Until',
  untilNever: 'No end',
  untilHalfHour: '30 minutes',
  untilHour: '1 hour',
  untilFourHours: '4 hours',
  untilToday: 'Today',
  untilKept: '{when}',
  statusSaved: 'Status saved',
} as const
