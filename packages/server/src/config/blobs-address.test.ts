import { expect, test } from 'bun:test'
import { readBlobsAddress, type S3Address } from './blobs-address'

const read = (text: string) => {
  const { secret, ...rest } = readBlobsAddress(text) as S3Address
  return { ...rest, secret: secret() }
}
const refusal = (text: string): string => {
  try {
    readBlobsAddress(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'fine'
}

test('a directory is named by a file URL', () => {
  expect(readBlobsAddress('file:///srv/parley/my%20blobs')).toEqual({ kind: 'directory', path: '/srv/parley/my blobs' })
})

test('a bucket is named with its store, key and secret', () => {
  expect(read('s3://AKIA:se%2Fcr%2Bet@s3.example/parley')).toEqual({
    kind: 's3',
    endpoint: 'https://s3.example',
    bucket: 'parley',
    prefix: '',
    region: 'us-east-1',
    style: 'path',
    accessKey: 'AKIA',
    secret: 'se/cr+et',
  })
  expect(read('s3://a%3Ab:c@127.0.0.1:9000/my.bucket/one/two/?region=eu-1&tls=off&style=virtual')).toMatchObject({
    endpoint: 'http://127.0.0.1:9000',
    bucket: 'my.bucket',
    prefix: 'one/two/',
    region: 'eu-1',
    style: 'virtual',
    accessKey: 'a:b',
  })
  expect(read('s3://k:s@[::1]:9000/bucket').endpoint).toBe('https://[::1]:9000')
})

test('an error names the problem, and never the secret', () => {
  const texts = [
    ['s3://key:se/cret@host/bucket', 'written as %2F'],
    ['s3://host/bucket', 'must name host, key and secret'],
    ['s3://key@host/bucket', 'must name host, key and secret'],
    ['s3://key:secret@/bucket', 'like file:///srv/parley/blobs or s3://key:secret@host/bucket'],
    ['s3://key:cret@host', 'must name a bucket'],
    ['s3://key:cret@host/Bucket_1', 'must name a bucket'],
    ['s3://key:cret@host/bucket/a b', 'prefix of letters'],
    ['s3://key:cret@host/bucket/a/../b c', 'prefix of letters'],
    ['s3://key:cret@host/bucket?regoin=cret', 'there are only region, tls, style'],
    ['s3://key:cret@host/bucket?region=EU!', 'region=eu-central-1'],
    ['s3://key:cret@host/bucket?tls=yes', 'tls=on or tls=off'],
    ['s3://key:cret@host/bucket?style=dns', 'style=path or style=virtual'],
    ['s3://key:cr%et@host/bucket', 'write a literal % as %25'],
    ['https://host/bucket', 'must be like file:///srv/parley/blobs or s3://'],
    ['file://', 'must be like'],
    ['cret', 'must be like'],
  ] as const
  for (const [text, sentence] of texts) {
    expect([text, refusal(text)]).toEqual([text, expect.stringContaining(sentence)])
    expect(
      refusal(text).replaceAll('key:secret@', '').replaceAll('the secret', '').replaceAll('and secret', ''),
    ).not.toContain('cret')
  }
})

test('a secret is not shown with what it belongs to', () => {
  const address = readBlobsAddress('s3://key:hush@host/bucket')
  for (const text of [JSON.stringify(address), Bun.inspect(address), `${address}`]) expect(text).not.toContain('hush')
})
