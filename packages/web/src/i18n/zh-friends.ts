import type { Translation } from './catalog'
import type { enFriends } from './en-friends'

export const zhFriends = {
  friends: '好友',
  peoplePlace: '联系人',
  openRequests: { other: '{count} 个好友请求' },
  waitingForAnswer: '等待对方回应',
  wantsToBeFriends: '想加你为好友',
  friendRequestFrom: '{name}想加你为好友',
  requestAcceptedBy: '{name}接受了你的好友请求',
  requestDeclinedBy: '{name}拒绝了你的好友请求',
  withWords: '{text}：“{words}”',
  viewRequest: '查看',
  noPersonTitle: '选择一位联系人',
  noPersonBody: '这里会显示对方的资料。',
  blockedShort: '已屏蔽',
  profileOf: '{name}的个人资料',
  addFriend: '加为好友',
  sendRequest: '发送请求',
  remark: '备注',
  removeFriend: '删除好友',
  notSentBecause: '发送失败。{reason}',
  systemFriendsNow: '你和{name}已成为好友',
} as const satisfies Translation<typeof enFriends>
