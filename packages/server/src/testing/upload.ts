import { type ChatId, type Media, type MediaId, newUuidV7, type Params } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { pngOf } from './sample-pictures'
import type { Person, TestApp } from './test-app'

export const newMediaId = () => newUuidV7() as MediaId

interface Upload {
  readonly id?: MediaId
  /** Without one it is an avatar. */
  readonly chatId?: ChatId
  readonly bytes?: Uint8Array
  readonly name?: string
  /** The rest of an announcement: its kind, and the data for it. */
  readonly announced?: Partial<Params<'media.create'>>
}

/** A user in HTTP requests. */
export const callerOf = async (app: TestApp, { token }: Person): Promise<Caller> => {
  const found = await app.core.sessions.authenticate(token)
  if (!found) throw new Error('nobody is signed in')
  return { ...found, address: '127.0.0.1', device: 'test', origin: 'http://parley.test' }
}

/** Announces an upload, a picture unless it says otherwise, and sends its bytes, in parts as a network would. */
export const upload = async (app: TestApp, person: Person, options: Upload = {}): Promise<Media> => {
  const { id = newMediaId(), chatId, bytes = pngOf(40, 40), name = 'cat.png', announced = {} } = options
  await person.call('media.create', { id, name, size: bytes.byteLength, ...(chatId ? { chatId } : {}), ...announced })
  return app.core.media.uploads.receive(await callerOf(app, person), id, { body: partsOf(bytes) })
}

export async function* partsOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 10_000) yield bytes.subarray(at, at + 10_000)
}
