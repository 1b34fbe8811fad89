import type { Translation } from './catalog'
import type { enMedia } from './en-media'

export const zhMedia = {
  picture: '图片',
  pictureWithCaption: '图片：{caption}',
  openPicture: '打开图片',
  cancelPicture: '取消上传，已完成 {share}',
  attachPictures: '添加图片',
  captionTo: '添加说明',
  picturesAtMost: { other: '一次最多 {count} 张图片。' },
  pictureEmpty: '“{name}”是空文件。',
  pictureUnsupported: '“{name}”不是可以发送的图片。',
} as const satisfies Translation<typeof enMedia>
