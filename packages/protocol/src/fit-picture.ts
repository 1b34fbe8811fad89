/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * The size of a resized picture. The longer side is at most `side`. A very long or high picture is shrunk less, so that it
 * stays readable. Its shorter side is at least half of `side` while its longer one is at most four times `side`.
 * Pictures never grow.
 */
export const fitPicture = ({ width, height }: PictureSize, side: number): PictureSize => {
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)]
  const scale = Math.min(1, Math.max(side / longer, Math.min(side / 2 / shorter, (side * 4) / longer)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
