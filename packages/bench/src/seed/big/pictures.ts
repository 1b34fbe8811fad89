import type { MediaId, Result } from '@parley/protocol'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import { encodePng } from '../../lib/png'
import type { Person } from '../seeder'

/** An uploaded picture as a message contains it, with its owner. */
export interface Uploaded {
  readonly owner: Person
  readonly body: Readonly<Record<string, unknown>>
}

/** A PNG of soft stripes in its own colour. */
const stripes = (width: number, height: number, hue: number): Uint8Array<ArrayBuffer> =>
  encodePng(width, height, (x, y) => {
    const light = 40 * Math.sin((x + y * 2) / 37 + hue) + 60 * (y / height)
    return [0, 1, 2].map((part) => 120 + light + 50 * Math.sin(hue + part * 2))
  })

const call = async <T>(url: string, person: Person, params: object): Promise<T> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as T
}

/** Uploads a picture of a given size in pixels for a chat to a running server. */
export const uploadPicture = async (
  url: string,
  { owner, chatId, width, height }: { owner: Person; chatId: ChatId; width: number; height: number },
): Promise<Uploaded> => {
  const bytes = stripes(width, height, owner.key + width / height)
  const id = newUuidV7() as MediaId
  const wanted = { id, chatId, size: bytes.byteLength, name: `${width}x${height}.png` }
  const { upload } = await call<Result<'media.create'>>(`${url}/api/media.create`, owner, wanted)
  const headers = { authorization: `Bearer ${owner.token}` }
  const answer = await fetch(`${url}${upload}`, { method: 'PUT', headers, body: bytes })
  if (!answer.ok) throw new Error(await answer.text())
  return { owner, body: { type: 'image', ...((await answer.json()) as object) } }
}
