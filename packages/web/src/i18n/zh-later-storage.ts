import type { Translation } from './catalog'
import type { enLaterStorage } from './en-later-storage'

export const zhLaterStorage = {
  storageTitle: '存储空间',
  storageBody: '你发送的文件会占用服务器空间，此设备会保留聊天的副本。',
  storageUsed: '已使用 {used}',
  storageUsedOf: '已使用 {used}，共 {quota}',
  storageFailed: '无法获取空间用量，请稍后重试。',
  largestChats: '占用空间最多的聊天',
  filesTaking: { other: '{size} · {count} 个文件' },
  clearCache: '清除此设备的缓存',
  clearCacheTitle: '清除此设备的缓存？',
  clearCacheBody: '聊天将从服务器重新加载，未发送的消息和草稿会保留。',
  clearCacheConfirm: '清除并重新加载',
} as const satisfies Translation<typeof enLaterStorage>
