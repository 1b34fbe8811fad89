import type { Translation } from './catalog'
import type { enSettings } from './en-settings'

export const zhSettings = {
  textSize: '消息字号',
  shortcutPinned: '前往置顶聊天',
  shortcutReadAll: '全部标为已读',
  allRead: '已全部标为已读',
  shortcutPreviousMessage: '上一条消息',
  shortcutNextMessage: '下一条消息',
  shortcutPages: '上翻或下翻一页',
  shortcutFirstMessage: '此处第一条消息',
  shortcutLatest: '最新消息',
  shortcutFirstUnread: '第一条未读消息',
  shortcutAnswered: '前往所回复的消息',
  shortcutReact: '回应消息',
} as const satisfies Translation<typeof enSettings>
