import type { Translation } from './catalog'
import type { enMedia } from './en-media'

export const zhMedia = {
  picture: '图片',
  video: '视频',
  voiceMessage: '语音消息',
  recordVoice: '录制语音消息',
  fileNamed: '文件：{name}',
  album: { other: '{count} 张图片和视频' },
  withCaption: '{what}：{caption}',
  openPicture: '打开图片',
  captionTo: '添加说明',
  location: '位置',
  locationNamed: '位置：{name}',
  contactNamed: '名片：{name}',
  attach: '添加附件',
  photosAndVideos: '图片和视频',
  camera: '拍照',
  anyFile: '文件',
  contact: '名片',
  contactRefused: '只能分享你能搜索到的人，或与你有共同聊天的人。',
} as const satisfies Translation<typeof enMedia>
