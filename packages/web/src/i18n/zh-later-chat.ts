import type { Translation } from './catalog'
import type { enLaterChat } from './en-later-chat'

export const zhLaterChat = {
  hideMessage: '仅对我隐藏',
  retractMessage: '撤回',
  copyText: '复制文本',
  quoteOf: '{name}：{text}',
  noticeLeft: '你已退出此群聊，退出前的消息仍可阅读。',
  noticeWorldClosed: '管理员已关闭此频道，仍可阅读。',
} as const satisfies Translation<typeof enLaterChat>
