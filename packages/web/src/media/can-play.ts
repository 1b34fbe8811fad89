const known = new Map<string, boolean>()

/** Whether this browser may play a container. Chromium plays QuickTime like MP4, but reports that it doesn't. */
export const canPlay = (mime: string): boolean => {
  const asked = mime === 'video/quicktime' ? 'video/mp4' : mime
  const can = known.get(asked) ?? document.createElement('video').canPlayType(asked) !== ''
  known.set(asked, can)
  return can
}
