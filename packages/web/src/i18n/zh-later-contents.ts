import type { Translation } from './catalog'
import type { enLaterContents } from './en-later-contents'

export const zhLaterContents = {
  contents: '媒体、文件和链接',
  contentsKinds: '显示内容',
  contentsMedia: '媒体',
  contentsFiles: '文件',
  contentsVoice: '语音',
  contentsLinks: '链接',
  noMediaTitle: '暂无图片或视频',
  noMediaBody: '此聊天中发送的图片和视频会显示在这里。',
  noFilesTitle: '暂无文件',
  noFilesBody: '此聊天中发送的文件会显示在这里。',
  noVoiceTitle: '暂无语音消息',
  noVoiceBody: '此聊天中发送的语音消息会显示在这里。',
  noLinksTitle: '暂无链接',
  noLinksBody: '此聊天中发送的网址会显示在这里。',
  contentsFailed: '列表加载失败。',
  showInChat: '定位到聊天',
  openPhotoOf: '打开 {name} 于 {date} 发送的图片',
  openVideoOf: '打开 {name} 于 {date} 发送的视频，{duration}',
} as const satisfies Translation<typeof enLaterContents>
