const known = new Map<string, boolean>()

/** Whether this browser may play a container. Chromium plays QuickTime as MP4, and says that it does not. */
export const canPlay = (mime: string): boolean => {
  const asked = mime === 'video/quicktime' ? 'video/mp4' : mime
  const can = known.get(asked) ?? document.createElement('video').canPlayType(asked) !== ''
  known.set(asked, can)
  return can
}
