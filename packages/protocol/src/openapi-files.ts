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
  description: 'The version of tus.',
  schema: { type: 'string', const: '1.0.0' },
}

const offsetHeader = {
  description: 'Stored bytes, from the first one on without a gap.',
  schema: { type: 'integer', format: 'int64', minimum: 0 },
}

const owner = 'Who may call: The person who called `media.create`.'
const uploadId = idOf('The id that was given to `media.create`.')

const upload = {
  put: {
    operationId: 'files.put',
    tags: ['media'],
    summary: 'Sends the bytes of an upload, whole.',
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
    summary: 'Asks how much of an upload is stored.',
    description: `The core of [tus 1.0](https://tus.io/protocols/resumable-upload): a client that lost its connection asks here where to go on.
Not for pictures, which come whole.\n\n${owner}`,
    parameters: [uploadId, tusVersion],
    responses: {
      '200': {
        description: 'How far the upload is.',
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
        description: 'Where these bytes belong: how much is stored already.',
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
    'Accept-Ranges': { description: 'Parts can be asked for.', schema: { type: 'string', const: 'bytes' } },
    'Cache-Control': { description: 'Valid until the address ends.', schema: { type: 'string' } },
  },
  content: { '*/*': {} },
}

const download = {
  get: {
    operationId: 'media.download',
    tags: ['media'],
    summary: 'Gets the bytes of an upload.',
    description: `Gets one size of a picture, or the file of any other upload. \`media.get\` returns whole addresses of this form, which need
no session and work until \`expiresAt\`. \`HEAD\` and \`Range\` work as well.\n\nWho may call: Anybody who has the address.`,
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
        description: 'The end of the address. Hours since 1970.',
        schema: { type: 'integer', format: 'int32', minimum: 0 },
      },
      {
        name: 'type',
        in: 'query',
        description: 'The content type, for everything but pictures.',
        schema: { type: 'string' },
      },
      {
        name: 'name',
        in: 'query',
        description: 'The name to save the file under, for everything but pictures.',
        schema: { type: 'string' },
      },
      {
        name: 'sign',
        in: 'query',
        required: true,
        description: 'The signature of the server.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      '200': file,
      '206': { ...file, description: 'The part that `Range` asks for.' },
      '404': { description: 'There is nothing here, or the address has ended.', content: text },
      '416': { description: 'The file is shorter than `Range` says.' },
    },
  },
}

/** The paths of uploads. */
export const filePaths = () => ({ '/files/{mediaId}': upload, '/media/{mediaId}/{file}': download })
