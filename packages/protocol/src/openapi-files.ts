/** Bytes of uploads, for OpenAPI: what `media.create` and `media.get` lead to. */
import { exampleIds } from './examples'
import { limits } from './limits'
import { uploadErrors } from './media'
import { errorResponses, json } from './openapi-errors'

const idOf = (description: string) => ({
  name: 'mediaId',
  in: 'path',
  required: true,
  description,
  schema: { $ref: '#/components/schemas/MediaId' },
  example: exampleIds.MediaId,
})

const tusVersion = {
  name: 'Tus-Resumable',
  in: 'header',
  required: true,
  description: 'The tus version.',
  schema: { type: 'string', const: '1.0.0' },
}

const offsetHeader = {
  description: 'The number of bytes stored so far, without gaps.',
  schema: { type: 'integer', format: 'int64', minimum: 0 },
}

const owner = 'Permitted callers: The person who called `media.create`.'
const uploadId = idOf('The id passed to `media.create`.')

const upload = {
  put: {
    operationId: 'files.put',
    tags: ['media'],
    summary: 'Sends all bytes of an upload.',
    description: `Sends the bytes of an upload that \`media.create\` announced, whole and at most ${limits.mediaBytes} bytes. The server reads the
type from the bytes. Safe to repeat with the same bytes.\n\n${owner}`,
    parameters: [uploadId],
    requestBody: {
      required: true,
      description: 'For a picture, a JPEG, PNG, WebP or GIF.',
      content: { '*/*': {} },
    },
    responses: {
      '200': { description: 'The stored upload.', content: json({ $ref: '#/components/schemas/Media' }) },
      ...errorResponses(uploadErrors),
    },
  },
  head: {
    operationId: 'files.head',
    tags: ['media'],
    summary: 'Returns how much of an upload is stored.',
    description: `The core of [tus 1.0](https://tus.io/protocols/resumable-upload): a client that lost its connection learns where to resume.
Not for pictures, which are sent whole.\n\n${owner}`,
    parameters: [uploadId, tusVersion],
    responses: {
      '200': {
        description: 'The progress of the upload.',
        headers: {
          'Upload-Offset': offsetHeader,
          'Upload-Length': {
            description: 'Bytes of the whole file.',
            schema: { type: 'integer', format: 'int64', minimum: 1 },
          },
        },
      },
      ...errorResponses(uploadErrors),
    },
  },
  patch: {
    operationId: 'files.patch',
    tags: ['media'],
    summary: 'Appends bytes to an upload.',
    description: `The core of [tus 1.0](https://tus.io/protocols/resumable-upload). Parts of at most ${limits.mediaBytes} bytes pass through every proxy
that lets pictures through. With the last part the upload is complete.\n\n${owner}`,
    parameters: [
      uploadId,
      tusVersion,
      {
        name: 'Upload-Offset',
        in: 'header',
        required: true,
        description: 'The position of these bytes: the number of bytes already stored.',
        schema: { type: 'integer', format: 'int64', minimum: 0 },
      },
    ],
    requestBody: { required: true, content: { 'application/offset+octet-stream': {} } },
    responses: {
      '204': { description: 'The bytes are stored.', headers: { 'Upload-Offset': offsetHeader } },
      ...errorResponses(uploadErrors),
    },
  },
}

const text = { 'text/plain': { schema: { type: 'string' } } }

const file = {
  description: 'The bytes of the file.',
  headers: {
    'Accept-Ranges': { description: 'Clients can request parts.', schema: { type: 'string', const: 'bytes' } },
    'Cache-Control': { description: 'Valid until the address expires.', schema: { type: 'string' } },
  },
  content: { '*/*': {} },
}

const download = {
  get: {
    operationId: 'media.download',
    tags: ['media'],
    summary: 'Gets the bytes of an upload.',
    description: `Gets one size of a picture, or the file of any other upload. \`media.get\` returns whole addresses of this form, which need
no session and work until \`expiresAt\`. \`HEAD\` and \`Range\` work as well.\n\nPermitted callers: Anyone with the address.`,
    security: [],
    parameters: [
      idOf('The upload.'),
      {
        name: 'file',
        in: 'path',
        required: true,
        description: 'The stored file.',
        schema: { type: 'string', pattern: '^[\\w.-]{1,80}$' },
      },
      {
        name: 'until',
        in: 'query',
        required: true,
        description: 'When the address expires, in hours since 1970.',
        schema: { type: 'integer', format: 'int32', minimum: 0 },
      },
      {
        name: 'type',
        in: 'query',
        description: 'The content type, for uploads other than pictures.',
        schema: { type: 'string' },
      },
      {
        name: 'name',
        in: 'query',
        description: 'The name to save the file under, for uploads other than pictures.',
        schema: { type: 'string' },
      },
      {
        name: 'sign',
        in: 'query',
        required: true,
        description: 'The server’s signature.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      '200': file,
      '206': { ...file, description: 'The part that `Range` requests.' },
      '404': { description: 'There is no such file, or the address has expired.', content: text },
      '416': { description: 'The file is shorter than `Range` says.' },
      ...errorResponses(['rate_limited']),
    },
  },
}

/** The paths of uploads. */
export const filePaths = () => ({ '/files/{mediaId}': upload, '/media/{mediaId}/{file}': download })
