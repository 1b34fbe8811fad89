/**
 * An integrator's program, based on types that `openapi-typescript` generates from `/openapi.json`. `client.test.ts`
 * generates the types, type-checks this file with them, and runs it against a server.
 */

import type { paths } from 'virtual:openapi'
import createClient from 'openapi-fetch'
import type { ProgramOptions, ProgramResult } from './program-options'

type Body<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer B } } }
}
  ? B
  : never
const account = { username: 'alice', password: 'plum tractor under seven clouds' }

const must = <T>({ data, error }: { readonly data?: T; readonly error?: unknown }): T => {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`)
  return data
}

const signIn = async ({ url, solve }: ProgramOptions) => {
  const stranger = createClient<paths>({ baseUrl: url })
  const challenge = await solve(must(await stranger.POST('/api/accounts.challenge', { body: {} })))
  await stranger.POST('/api/accounts.register', { body: { ...account, name: 'Alice', challenge } })
  const { username: login, password } = account
  const { user, session } = must(await stranger.POST('/api/accounts.login', { body: { login, password } }))
  const client = createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${session.token}` } })
  return { client, userId: user.id }
}

type Client = Awaited<ReturnType<typeof signIn>>['client']

const sendPicture = async (client: Client, chatId: string, { newId, picture }: ProgramOptions) => {
  const mediaId = newId()
  const announced = { id: mediaId, chatId, name: 'beach.png', size: picture.byteLength }
  must(await client.POST('/api/media.create', { body: announced }))
  const media = must(
    await client.PUT('/files/{mediaId}', {
      params: { path: { mediaId } },
      body: picture,
      bodySerializer: (bytes) => bytes as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': 'image/png' },
    }),
  )
  const body: Body<'/api/messages.send'> = { id: newId(), chatId, body: { type: 'image', mediaId } }
  must(await client.POST('/api/messages.send', { body }))
  if (media.kind !== 'image') throw new Error(`not a picture: ${media.kind}`)
  return media
}

const download = async (client: Client, mediaId: string) => {
  const { media } = must(await client.POST('/api/media.get', { body: { ids: [mediaId] } }))
  const address = new URL(media[0]?.sizes[0]?.path ?? '', 'http://localhost')
  const [, , id = '', file = ''] = address.pathname.split('/')
  const query = { until: Number(address.searchParams.get('until')), sign: address.searchParams.get('sign') ?? '' }
  const options = { params: { path: { mediaId: id, file }, query }, parseAs: 'arrayBuffer' } as const
  return must(await client.GET('/media/{mediaId}/{file}', options)) as ArrayBuffer
}

/** Signs up, signs in, writes, sends a picture, and reads all of it back. */
export const program = async (options: ProgramOptions): Promise<ProgramResult> => {
  const { client, userId } = await signIn(options)
  const { chat } = must(await client.POST('/api/chats.direct', { body: { userId } }))
  const text = { id: options.newId(), chatId: chat.id, body: { type: 'text', text: 'Hello' } } as const
  const sent = must(await client.POST('/api/messages.send', { body: text }))
  const mentionsAll: boolean | undefined = sent.mentionsAll
  const media = await sendPicture(client, chat.id, options)
  const bytes = await download(client, media.mediaId)
  const { messages } = must(await client.POST('/api/messages.list', { body: { chatId: chat.id } }))
  const { error } = await client.POST('/api/users.get', { body: { ids: [] } })
  const ready = must(await client.GET('/ready'))
  return {
    ...{ mentionsAll, media, bytes: new Uint8Array(bytes), status: ready.status, refused: error?.error.data.code },
    bodies: messages.map(({ body }) => (body.type === 'text' ? body.text : body.type)),
  }
}
