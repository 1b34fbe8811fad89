import type { PictureSize } from '@parley/protocol/fit-picture'

const most = { width: 420, height: 420 }
const leastPicture = { width: 120, height: 80 }
/** The space for the controls over a video. */
const leastVideo = { width: 240, height: 135 }

const boxOf = ({ width, height }: PictureSize, least: PictureSize): PictureSize => {
  const scale = Math.min(1, most.width / width, most.height / height)
  return {
    width: Math.max(least.width, Math.round(width * scale)),
    height: Math.max(least.height, Math.round(height * scale)),
  }
}

/** The box of a picture in the history, in px. A very long picture is cropped. */
export const pictureBox = (size: PictureSize): PictureSize => boxOf(size, leastPicture)

/** The box of a video in the history, in px. */
export const videoBox = (size: PictureSize): PictureSize => boxOf(size, leastVideo)
