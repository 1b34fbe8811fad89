import type { Translation } from './catalog'
import type { enPresence } from './en-presence'

export const zhPresence = {
  statusRead: '已读',
  readLabel: '已读',
  readBy: '谁已读…',
  readByTitle: '已读成员',
  readByNobody: '还没有人读过。',
  readByCount: { other: '{count} 人已读。' },
} as const satisfies Translation<typeof enPresence>
