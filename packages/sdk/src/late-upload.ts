import { unanswered } from './error'
import type { Upload } from './upload'

/** Uploads over HTTP. Its code is loaded with the first file: most visits send none. */
export const lateUpload =
  (options: { readonly url: string; readonly token?: string | undefined }): Upload =>
  async (request) => {
    const { httpUpload } = await import('./upload').catch(() => {
      throw unanswered()
    })
    return httpUpload(options)(request)
  }
