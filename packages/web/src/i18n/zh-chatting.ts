import type { Translation } from './catalog'
import type { enChatting } from './en-chatting'

export const zhChatting = {
  chatActions: '聊天操作',
  clearChat: '清空聊天记录…',
  mutedLabel: '已静音',
  pinnedLabel: '已置顶',
  markedUnreadLabel: '已标为未读',
  filterMentions: '提到我',
  mentionsCount: { other: '{count} 条提到你' },
  filterArchive: '归档',
  noArchiveTitle: '归档是空的',
  noArchiveBody: '你归档的聊天会放在这里，不打扰你。',
  messagesRetracted: { other: '已撤回 {count} 条消息' },
  forwarded: '转发的消息',
  forwardedFrom: '转发自 {name}',
  shortcutForward: '转发选中的消息',
  shortcutReact: '回应选中的消息',
  shortcutPin: '置顶或取消置顶',
  shortcutSelect: '多选消息',
  react: '回应',
  reactions: '回应',
  reactionLabel: '{emoji} {count}：{who}',
  moreReactions: { other: '还有 {count} 种回应' },
  otherPeople: { other: '其他 {count} 人' },
  listComma: '、',
  emoji: '表情',
} as const satisfies Translation<typeof enChatting>
