import type { Translation } from './catalog'
import type { enPresence } from './en-presence'

export const zhPresence = {
  statusRead: '已读',
  readLabel: '已读',
  typingTwo: '{first}和{second}正在输入…',
  recordingTwo: '{first}和{second}正在录音…',
  recordingMany: { other: '{count} 人正在录音…' },
  uploadingTwo: '{first}和{second}正在发送文件…',
  uploadingMany: { other: '{count} 人正在发送文件…' },
  membersOnline: '{members}，{online}',
  presenceOnline: '在线',
  presenceAway: '离开',
  presenceDnd: '请勿打扰',
  lastSeen: '最后在线：{when}',
  lastSeenNow: '刚刚在线',
} as const satisfies Translation<typeof enPresence>
