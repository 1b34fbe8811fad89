/** Groups and channels: roles, settings, links, and why one cannot write. */
export const enGroups = {
  // What the chat itself says
  systemJoined: '{name} joined',
  systemJoinedYou: 'You joined',
  systemRemoved: '{name} removed {people}',
  systemRemovedYou: 'You removed {people}',
  systemAdminAdded: '{name} made {people} an admin',
  systemAdminAddedYou: 'You made {people} an admin',
  systemAdminRemoved: '{name} took the admin role from {people}',
  systemAdminRemovedYou: 'You took the admin role from {people}',
  systemOwnerChanged: '{name} handed the group over to {people}',
  systemOwnerChangedYou: 'You handed the group over to {people}',
  systemNameChanged: '{name} changed the group’s name to “{group}”',
  systemNameChangedYou: 'You changed the group’s name to “{group}”',
  systemAnnouncement: '{name} changed the announcement',
  systemAnnouncementYou: 'You changed the announcement',
  systemAllMuted: '{name} muted everybody but the admins',
  systemAllMutedYou: 'You muted everybody but the admins',
  systemAllUnmuted: '{name} lets everybody write again',
  systemAllUnmutedYou: 'You let everybody write again',
  systemDissolved: '{name} dissolved the group',
  systemDissolvedYou: 'You dissolved the group',

  // Why the composer is closed
  noticeRemoved: 'You were taken out of this group. You can still read what was said until then.',
  noticeDissolved: 'This group was dissolved. You can still read it.',
  noticeMuted: 'An admin muted you here. You can write again in {time}.',
  noticeMutedUntil: 'An admin muted you here until {date}.',
  noticeMutedAll: 'Only the owner and admins can write here now.',
  slowModeWait: 'Slow mode: {time}',

  channels: 'Channels',
  channelLeft: 'You left this channel. Join it again to write.',

  // The page of a link into a group
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
