import type { Translation } from './catalog'
import type { enGroups } from './en-groups'

export const zhGroups = {
  systemJoined: '{name}加入了',
  systemJoinedYou: '你加入了',
  systemRemoved: '{name}将{people}移出了群聊',
  systemRemovedYou: '你将{people}移出了群聊',
  systemAdminAdded: '{name}将{people}设为管理员',
  systemAdminAddedYou: '你将{people}设为管理员',
  systemAdminRemoved: '{name}取消了{people}的管理员身份',
  systemAdminRemovedYou: '你取消了{people}的管理员身份',
  systemOwnerChanged: '{name}将群主转让给了{people}',
  systemOwnerChangedYou: '你将群主转让给了{people}',
  systemNameChanged: '{name}将群名改为“{group}”',
  systemNameChangedYou: '你将群名改为“{group}”',
  systemAnnouncement: '{name}更新了群公告',
  systemAnnouncementYou: '你更新了群公告',
  systemAllMuted: '{name}开启了全员禁言',
  systemAllMutedYou: '你开启了全员禁言',
  systemAllUnmuted: '{name}关闭了全员禁言',
  systemAllUnmutedYou: '你关闭了全员禁言',
  systemDissolved: '{name}解散了群聊',
  systemDissolvedYou: '你解散了群聊',

  noticeRemoved: '你已被移出此群，之前的聊天记录仍可查看。',
  noticeDissolved: '此群聊已解散，你仍可阅读。',
  noticeMuted: '管理员已将你禁言，{time}后可以发言。',
  noticeMutedUntil: '管理员已将你禁言至{date}。',
  noticeMutedAll: '现在只有群主和管理员可以发言。',
  slowModeWait: '慢速模式：{time}',

  channels: '频道',
  channelLeft: '你已退出此频道，重新加入后可以发言。',

  groupInviteTitle: '加入“{name}”',
  groupInviteBy: { other: '{name}邀请你加入，群内有 {count} 位成员。' },
  groupInviteApproval: '需要管理员同意才能加入。',
  joinGroup: '加入群聊',
  askToJoin: '申请加入',
  askedToJoinTitle: '已申请加入',
  askedToJoinBody: '管理员同意后，你会在列表中看到此群聊。',
} as const satisfies Translation<typeof enGroups>
