import { lateCode } from '../lib/late-code'
import type { Upload } from './upload'

/** Uploads over HTTP. Its code is loaded with the first file: most visits send none. */
export const lateUpload =
  (options: { readonly url: string; readonly token?: string | undefined }): Upload =>
  async (request) => {
    const { httpUpload } = await lateCode(() => import('./upload'))
    return httpUpload(options)(request)
  }
