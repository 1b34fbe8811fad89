import type { CustomFetch } from 'openid-client'
import { isLoopbackHost } from '../../config/oidc-settings'

/** More than any provider’s keys or claims take. */
export const ANSWER_BYTES = 256 * 1024

/** Headers that the protocol reads. */
const readHeaders = ['content-type', 'www-authenticate', 'date']

/** A response of a provider that is not read to its end. */
export class TooLarge extends Error {
  constructor() {
    super(`the response has more than ${ANSWER_BYTES} bytes`)
  }
}

/** Requests leave the machine only over https. Redirects are not followed: the library refuses them. */
const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))

/** Fetches for the library, with bounds that it lacks. */
export const boundedFetch: CustomFetch = async (url, options) => {
  if (!isSafe(new URL(url))) throw new Error('the provider names an address without https')
  const { body, headers, method, signal } = options
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    // The library sends forms, and nothing else.
    ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    ...(signal ? { signal } : {}),
  })
  const kept = new Headers()
  for (const name of readHeaders) {
    const value = response.headers.get(name)
    if (value !== null) kept.set(name, value)
  }
  return new Response(await readBounded(response), { status: response.status, headers: kept })
}

const readBounded = async ({ body }: Response): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (!body) return null
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    // Leaving the loop cancels the download.
    if (bytes > ANSWER_BYTES) throw new TooLarge()
    parts.push(part)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
