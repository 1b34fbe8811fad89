import type { Translation } from './catalog'
import type { enMedia } from './en-media'

export const zhMedia = {
  picture: '图片',
  pictureWithCaption: '图片：{caption}',
  openPicture: '打开图片',
  cancelPicture: '取消上传，已完成 {share}',

  viewer: '图片查看器',
  previousPicture: '上一张',
  nextPicture: '下一张',
  zoomIn: '放大',
  zoomOut: '缩小',
  downloadPicture: '下载',
} as const satisfies Translation<typeof enMedia>
