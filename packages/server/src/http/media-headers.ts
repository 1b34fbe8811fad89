import { withoutHidden } from '@parley/protocol/visible'
import { commonHeaders } from './respond'

/** Types that browsers show or play without running code. SVG, HTML and PDF can hold scripts, so they are excluded. */
const inlineTypes: ReadonlySet<string> = new Set([
  ...['image/webp', 'image/jpeg', 'image/png', 'image/gif', 'image/avif'],
  ...['video/mp4', 'video/webm', 'video/quicktime', 'video/ogg'],
  ...['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/webm', 'audio/wav', 'audio/x-wav', 'audio/flac'],
])

/** Data about a stored file. */
export interface FileFacts {
  /** The uploader's content type. */
  readonly type: string
  /** The name for saving the file; without it, the browser chooses one. */
  readonly name?: string | undefined
}

/**
 * Headers of a stored file. A type outside our list is neither named nor shown, and the browser saves the file. So our
 * pages can't be made to load it as a script or a style either.
 */
export const mediaHeaders = ({ type, name }: FileFacts): Record<string, string> => {
  const plainType = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isShown = inlineTypes.has(plainType)
  return {
    ...commonHeaders,
    'content-type': isShown ? plainType : 'application/octet-stream',
    'content-disposition': disposition(isShown ? 'inline' : 'attachment', name),
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'accept-ranges': 'bytes',
  }
}

/**
 * The name twice (RFC 6266): in ASCII for old programs, and complete, with everything but letters and digits encoded
 * (RFC 8187). Names from before hidden characters were removed lose them here.
 */
const disposition = (kind: 'inline' | 'attachment', given: string | undefined): string => {
  if (given === undefined) return kind
  const name = withoutHidden(given)
  const ascii = name.replace(/[^\w .()-]/g, '_')
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`
}

const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
