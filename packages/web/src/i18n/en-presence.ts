/** The words of who is there: read marks, presence, typing. */
export const enPresence = {
  // Read marks
  statusRead: 'Read',
  readLabel: 'Read',
  readBy: 'Read by…',
  readByTitle: 'Read by',
  readByNobody: 'Nobody has read this yet.',
  readByCount: { one: '{count} person has read this.', other: '{count} people have read this.' },
} as const
