import type { Page } from '@playwright/test'

/** A short video of a moving square, recorded by the page's own browser. */
export const recordVideo = async (
  page: Page,
  { width = 320, height = 180, ms = 700, mimeType = 'video/webm;codecs=vp8' } = {},
): Promise<Buffer> => {
  const bytes = await page.evaluate(
    async ([wide, high, forMs, type]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: wide, height: high })
      const context = canvas.getContext('2d')
      const draw = setInterval(() => {
        if (!context) return
        context.fillStyle = '#2a5fe3'
        context.fillRect(0, 0, canvas.width, canvas.height)
        context.fillStyle = '#fff'
        context.fillRect((performance.now() / 10) % canvas.width, 40, 40, 40)
      }, 30)
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: type })
      const parts: Blob[] = []
      recorder.ondataavailable = ({ data }) => parts.push(data)
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve
      })
      recorder.start(forMs / 2)
      // A busy machine encodes its first frame late.
      do await new Promise((resolve) => setTimeout(resolve, forMs))
      while (parts.every(({ size }) => size === 0))
      recorder.stop()
      await stopped
      clearInterval(draw)
      return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
    },
    [width, height, ms, mimeType] as const,
  )
  return Buffer.from(bytes)
}
