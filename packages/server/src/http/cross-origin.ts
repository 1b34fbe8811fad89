/** Requests that browsers permit only with our leave, because a page of another product sends them (CORS). */
const shared = /^\/(api|files|media)\//

/** How long browsers remember the answer to a preflight. */
const PREFLIGHT_SECONDS = 600

/** Headers that programs send, for calls and for uploads in parts. */
const sentHeaders = 'authorization, content-type, tus-resumable, upload-offset, upload-length, x-http-method-override'
/** Headers of responses that programs read. */
const readHeaders = 'retry-after, tus-resumable, upload-length, upload-offset, x-request-id'

/** Whether a page of another product can be permitted to send requests to a path. */
export const isShared = (path: string): boolean => shared.test(path)

/** Whether a browser asks beforehand if a page may send a request. */
export const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('access-control-request-method')

/** Permits the request that a preflight is about. Nothing permits cookies. */
export const preflightResponse = (origin: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH',
      'access-control-allow-headers': sentHeaders,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
      vary: 'Origin',
    },
  })

/** Lets the page of an origin read a response. */
export const readableBy = (origin: string, response: Response): Response => {
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-expose-headers', readHeaders)
  response.headers.append('vary', 'Origin')
  if (response.headers.has('cross-origin-resource-policy'))
    response.headers.set('cross-origin-resource-policy', 'cross-origin')
  return response
}
