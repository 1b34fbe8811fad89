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
  slowModeWait: '慢速模式：{time}',
  channels: '频道',
  channelLeft: '你已退出此频道，重新加入后可以发言。',
} as const satisfies Translation<typeof enGroups>
