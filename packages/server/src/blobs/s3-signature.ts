export interface S3Credentials {
  readonly region: string
  readonly accessKey: string
  readonly secret: () => string
}

/** A request as it is signed. */
export interface SignedParts {
  readonly method: string
  /** Encoded, with a slash first. */
  readonly path: string
  /** Encoded and in order. */
  readonly query: string
  /** Lower case names; `host` is among them. */
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body, in hexadecimal. */
  readonly bodySum: string
}

/**
 * The headers that sign a request: AWS Signature Version 4, as every store that speaks S3 checks it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */
export const signatureHeaders = (
  { region, accessKey, secret }: S3Credentials,
  { method, path, query, headers, bodySum }: SignedParts,
  nowMs: number,
): Record<string, string> => {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 8)
  const signed: Record<string, string> = { ...headers, 'x-amz-date': time, 'x-amz-content-sha256': bodySum }
  const names = Object.keys(signed).sort()
  const lines = names.map((name) => `${name}:${signed[name]}`)
  const canonical = [method, path, query, ...lines, '', names.join(';'), bodySum].join('\n')
  const scope = [day, region, 's3', 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n')
  const key = scope.reduce<string | Uint8Array>(hmac, `AWS4${secret()}`)
  const signature = Buffer.from(hmac(key, text)).toString('hex')
  const credential = `${accessKey}/${scope.join('/')}`
  return {
    'x-amz-date': time,
    'x-amz-content-sha256': bodySum,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

/** Everything but letters, digits and `-_.~` as `%XX`, as signatures have it. */
export const s3Encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const hmac = (key: string | Uint8Array, text: string): Uint8Array =>
  new Bun.CryptoHasher('sha256', key).update(text).digest()

const sha256 = (text: string): string => new Bun.CryptoHasher('sha256').update(text).digest('hex')
