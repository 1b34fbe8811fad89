/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * The size that a picture is made: its longer side is at most `side`. One that is very long or very high is made less small,
 * so that it can still be read: its shorter side stays at least half of `side` as long as the longer one is at most four times
 * `side`. Never larger than it is.
 */
export const fitPicture = ({ width, height }: PictureSize, side: number): PictureSize => {
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)]
  const scale = Math.min(1, Math.max(side / longer, Math.min(side / 2 / shorter, (side * 4) / longer)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
