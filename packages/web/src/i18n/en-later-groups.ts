export const enLaterGroups = {
  noticeRemoved: 'You were taken out of this group. You can still read what was said until then.',
  noticeDissolved: 'This group was dissolved. You can still read it.',
  noticeMuted: 'An admin muted you here. You can write again in {time}.',
  noticeMutedUntil: 'An admin muted you here until {date}.',
  noticeMutedAll: 'Only the owner and admins can write here now.',
  groupInviteTitle: 'Join “{name}”',
  groupInviteBy: {
    one: '{name} invites you. {count} member is there.',
    other: '{name} invites you. {count} members are there.',
  },
  groupInviteApproval: 'An admin has to let you in.',
  joinGroup: 'Join group',
  askToJoin: 'Ask to join',
  askedToJoinTitle: 'You asked to join',
  askedToJoinBody: 'You’ll find the group in your list once an admin has let you in.',
} as const
