/** An object as a listing of the store shows it. */
export interface S3Object {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** When it was stored, in epoch milliseconds. */
  readonly storedAt: number
}

/** A page of a listing. */
export interface S3Listing {
  readonly objects: readonly S3Object[]
  /** The common prefix of names, up to a delimiter. */
  readonly prefixes: readonly string[]
  readonly isTruncated: boolean
}

/** The answer to ListObjectsV2. These documents are flat, and our own names need no escapes. */
export const readListing = (xml: string): S3Listing => ({
  objects: elements(xml, 'Contents').map((one) => ({
    name: textIn(one, 'Key'),
    size: Number(textIn(one, 'Size')),
    storedAt: Date.parse(textIn(one, 'LastModified')),
  })),
  prefixes: elements(xml, 'CommonPrefixes').map((one) => textIn(one, 'Prefix')),
  isTruncated: textIn(xml, 'IsTruncated') === 'true',
})

/** The answer to ListMultipartUploads. */
export const readMultipartUploads = (xml: string): { readonly name: string; readonly uploadId: string }[] =>
  elements(xml, 'Upload').map((one) => ({ name: textIn(one, 'Key'), uploadId: textIn(one, 'UploadId') }))

/** The text of the first element of a name; empty when there is none. */
export const textIn = (xml: string, name: string): string =>
  unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '')

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, inner = '']) => inner)

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&amp;', '&'],
])

const unescaped = (text: string): string => text.replace(/&#?\w+;/g, (entity) => entities.get(entity) ?? entity)
