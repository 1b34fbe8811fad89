import type { Translation } from './catalog'
import type { enLaterPresence } from './en-later-presence'

export const zhLaterPresence = {
  readBy: '谁已读…',
  readByTitle: '已读成员',
  readByNobody: '还没有人读过。',
  readByCount: { other: '{count} 人已读。' },
  statusOnline: '在线',
  statusAway: '离开',
  statusDnd: '请勿打扰',
  statusInvisible: '隐身',
  ownStatus: '你的状态',
  ownStatusIs: '{name}：{status}',
  setStatusText: '设置状态…',
  statusTitle: '你的状态',
  statusText: '在做什么？',
  statusTextHint: '开会中',
  statusShownAs: '显示为',
  statusUntil: '持续到',
  untilNever: '不限',
  untilHalfHour: '30 分钟',
  untilHour: '1 小时',
  untilFourHours: '4 小时',
  untilToday: '今天',
  untilKept: '{when}',
  statusSaved: '状态已保存',
} as const satisfies Translation<typeof enLaterPresence>
