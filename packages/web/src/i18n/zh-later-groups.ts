import type { Translation } from './catalog'
import type { enLaterGroups } from './en-later-groups'

export const zhLaterGroups = {
  noticeRemoved: '你已被移出此群，之前的聊天记录仍可查看。',
  noticeDissolved: '此群聊已解散，你仍可阅读。',
  noticeMuted: '管理员已将你禁言，{time}后可以发言。',
  noticeMutedUntil: '管理员已将你禁言至{date}。',
  noticeMutedAll: '现在只有群主和管理员可以发言。',
  groupInviteTitle: '加入“{name}”',
  groupInviteBy: { other: '{name}邀请你加入，群内有 {count} 位成员。' },
  groupInviteApproval: '需要管理员同意才能加入。',
  joinField: '链接或编号',
  joinHint: '邀请链接，或群聊的地址、编号。',
  joinContinue: '继续',
  joinNothing: '这不是本服务器的链接，也不是编号。',
  joinNotFound: '没有可凭此编号加入的群聊，请向成员索要链接。',
  openInviteLink: '打开此邀请链接',
  openThisChat: '前往此聊天',
  joinThisGroup: '加入此群聊',
  copyGroupAddress: '复制群聊地址',
  joinGroup: '加入群聊',
  askToJoin: '申请加入',
  askedToJoinTitle: '已申请加入',
  askedToJoinBody: '管理员同意后，你会在列表中看到此群聊。',
} as const satisfies Translation<typeof enLaterGroups>
