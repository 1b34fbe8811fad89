import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { limits, newUuidV7 } from '@parley/protocol'
import { bad, type Finding, good, warning } from './check'

const BEGUN_BYTES = 64 * 1024

/**
 * Begins an upload of `limits.mediaBytes` and waits for a response. The node refuses callers without a session at once.
 * A response therefore means that the proxy passed on the request before its body was complete.
 * @returns the status; undefined when no response came in time
 */
const beginUpload = (publicUrl: string, waitMs: number): Promise<number | undefined> => {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const url = `${publicUrl}/files/${newUuidV7()}`
  const make = url.startsWith('https:') ? httpsRequest : httpRequest
  const headers = { 'content-length': limits.mediaBytes, 'content-type': 'application/octet-stream' }
  const request = make(url, { method: 'PUT', headers })
  const timer = setTimeout(() => resolve(undefined), waitMs)
  request.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject)
  request.write(Buffer.alloc(BEGUN_BYTES))
  return promise.finally(() => {
    clearTimeout(timer)
    request.on('error', () => undefined).destroy()
  })
}

/** Checks whether a proxy lets uploads through, and streams them. */
export const uploadFinding = async (publicUrl: string, waitMs: number): Promise<Finding> => {
  const status = await beginUpload(publicUrl, waitMs).catch((error: Error) => error.message)
  if (status === 401) return good('Uploads work, and the proxy streams them.')
  if (status === 413)
    return bad(
      `The proxy refuses uploads of ${limits.mediaBytes / 1024 / 1024} MiB.`,
      'Raise its limit for request bodies (nginx: client_max_body_size 24m). Larger files arrive in parts of that size.',
    )
  if (status === undefined)
    return warning(
      'The proxy buffers whole uploads before it passes them on.',
      'Turn buffering off (nginx: proxy_request_buffering off). Otherwise a broken connection loses the buffered part.',
    )
  return bad(`An upload returned ${status} instead of 401.`, 'Make the proxy pass PUT, PATCH and HEAD to /files/.')
}
