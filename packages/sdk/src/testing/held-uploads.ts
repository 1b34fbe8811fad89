import { noResponseError } from '../lib/error'
import type { UploadRequest } from '../outbox/upload'
import type { FakeServer } from './fake-server'

export interface HeldUpload extends UploadRequest {
  /** The server gets the bytes, and says so. */
  finish(): void
  fail(error: Error): void
}

/** Uploads that end when the test says so. */
export const heldUploads = (server: FakeServer) => {
  const held: HeldUpload[] = []
  const upload = (request: UploadRequest): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const finish = () => {
      server.media.uploaded(request.path, request.bytes)
      resolve()
    }
    held.push({ ...request, finish, fail: reject })
    request.signal.addEventListener('abort', () => reject(noResponseError()))
    return promise
  }
  return { held, upload }
}
