import type { PictureSize } from '@parley/protocol/fit-picture'

const most = { width: 420, height: 420 }
const least = { width: 120, height: 80 }

/** The box in which a picture stands in the history, in px; a very long one is seen in part. */
export const pictureBox = ({ width, height }: PictureSize): PictureSize => {
  const scale = Math.min(1, most.width / width, most.height / height)
  return {
    width: Math.max(least.width, Math.round(width * scale)),
    height: Math.max(least.height, Math.round(height * scale)),
  }
}
