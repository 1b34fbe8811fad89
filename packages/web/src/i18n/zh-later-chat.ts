import type { Translation } from './catalog'
import type { enLaterChat } from './en-later-chat'

export const zhLaterChat = {
  hideMessage: '仅对我隐藏',
  retractMessage: '撤回',
  copyText: '复制文本',
  quoteOf: '{name}：{text}',
  noticeLeft: '你已退出此群聊，退出前的消息仍可阅读。',
  noticeWorldClosed: '管理员已关闭此频道，仍可阅读。',
  sayHiTitle: '向{name}打个招呼',
  sayHiBody: '你们的对话从这里开始。',
  sayHi: '打个招呼',
  savedTitle: '你的私人空间',
  savedBody: '记下笔记、链接和草稿，只有你能看到。',
  worldTitle: '欢迎来到世界频道',
  worldBody: '这台服务器上的所有人都能看到。',
  worldRuleKind: '友善待人，每个名字背后都是真实的人。',
  worldRuleOpen: '这里写的内容对服务器上的所有人公开。',
  worldRuleSpam: '不要刷屏，不要发广告。',
  groupEmptyTitle: '还没有消息',
  groupEmptyBody: '来写第一条吧。',
} as const satisfies Translation<typeof enLaterChat>
