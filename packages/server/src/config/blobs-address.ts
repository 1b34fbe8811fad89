import { fileURLToPath } from 'node:url'

/** A bucket of a store that speaks S3, or a part of one. */
export interface S3Address {
  readonly kind: 's3'
  /** Scheme, host and port of the store, such as `https://s3.example:9000`. */
  readonly endpoint: string
  readonly bucket: string
  /** The prefix of all names of objects: empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  /** Whether the bucket is a part of the path or of the host name. */
  readonly style: 'path' | 'virtual'
  readonly accessKey: string
  /** A function, so that no log and no error shows the secret with the rest. */
  readonly secret: () => string
}

/** Where files are kept. */
export type BlobsAddress = { readonly kind: 'directory'; readonly path: string } | S3Address

/** Why a text is no address of a place for files. The text isn't repeated: a secret is in it. */
export class BlobsAddressError extends Error {}

const forms = 'file:///srv/parley/blobs or s3://key:secret@host/bucket'
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const prefixPattern = /^[\w.-]+(\/[\w.-]+)*$/
const regionPattern = /^[a-z0-9-]{1,40}$/

/**
 * Reads `PARLEY_BLOBS_URL`.
 * @throws {BlobsAddressError}
 */
export const readBlobsAddress = (text: string): BlobsAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'file:' && /^file:\/\/\/./.test(text)) return { kind: 'directory', path: fileURLToPath(url) }
  if (url?.protocol === 's3:') return readS3(url)
  throw new BlobsAddressError(
    `must be like ${forms}${/^s3:/i.test(text) ? ', with / in the key and the secret written as %2F' : ''}`,
  )
}

const readS3 = (url: URL): S3Address => {
  if (url.hostname === '' || url.username === '' || url.password === '')
    throw new BlobsAddressError(
      'must name host, key and secret, like s3://key:secret@host/bucket, with / in the key and the secret written as %2F',
    )
  const { region, tls, style } = readOptions(url.searchParams)
  const [bucket = '', ...rest] = decoded(url.pathname).slice(1).replace(/\/$/, '').split('/')
  if (!bucketPattern.test(bucket))
    throw new BlobsAddressError('must name a bucket after the host, like s3://key:secret@host/bucket')
  const prefix = rest.join('/')
  if (prefix !== '' && (!prefixPattern.test(prefix) || rest.includes('..') || rest.includes('.')))
    throw new BlobsAddressError('must have a prefix of letters, digits, dots and hyphens after the bucket, or none')
  return {
    kind: 's3',
    endpoint: new URL(`${tls ? 'https' : 'http'}://${url.host}`).origin,
    bucket,
    region,
    style,
    prefix: prefix === '' ? '' : `${prefix}/`,
    accessKey: decoded(url.username),
    secret: hidden(decoded(url.password)),
  }
}

const readOptions = (options: URLSearchParams): { region: string; tls: boolean; style: S3Address['style'] } => {
  const known = ['region', 'tls', 'style']
  if ([...options.keys()].some((name) => !known.includes(name)))
    throw new BlobsAddressError(`has an unknown option: there are only ${known.join(', ')}`)
  const [region, tls, style] = [
    options.get('region') ?? 'us-east-1',
    options.get('tls') ?? 'on',
    options.get('style') ?? 'path',
  ]
  if (!regionPattern.test(region)) throw new BlobsAddressError('must have a region like region=eu-central-1')
  if (tls !== 'on' && tls !== 'off') throw new BlobsAddressError('must have tls=on or tls=off')
  if (style !== 'path' && style !== 'virtual') throw new BlobsAddressError('must have style=path or style=virtual')
  return { region, tls: tls === 'on', style }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BlobsAddressError('has a % without a character code: write a literal % as %25')
  }
}

const hidden = (secret: string) => () => secret
