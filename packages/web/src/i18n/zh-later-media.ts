import type { Translation } from './catalog'
import type { enLaterMedia } from './en-later-media'

export const zhLaterMedia = {
  picturesToSend: { other: '{count} 张待发送的图片' },
  removePicture: '移除 {name}',
  dropPictures: '把图片拖到这里',
  changeAvatar: '更换头像',
  changeGroupAvatar: '更换群头像',
  choosePicture: '选择图片',
  chooseOther: '换一张',
  removeAvatar: '移除头像',
  avatarHint: '支持 JPEG、PNG、WebP 或 GIF，下一步可裁剪为方形。',
  avatarSaved: '头像已更换',
  avatarRemoved: '头像已移除',
  cropArea: '显示的部分',
  cropHint: '拖动以移动，也可使用方向键和 + −。',
  cropZoom: '缩放',
  viewer: '图片查看器',
  previousPicture: '上一张',
  nextPicture: '下一张',
  zoomIn: '放大',
  zoomOut: '缩小',
  downloadPicture: '下载',
} as const satisfies Translation<typeof enLaterMedia>
