import { crc32, deflateSync } from 'node:zlib'
import type { MediaId, Result } from '@parley/protocol'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import type { Person } from '../seeder'

/** An uploaded picture, as a message holds it, and whose it is. */
export interface Uploaded {
  readonly owner: Person
  readonly body: Readonly<Record<string, unknown>>
}

const chunk = (type: string, bytes: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), bytes])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(bytes.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG of soft stripes in a colour of its own. */
const pngOf = (width: number, height: number, hue: number): Uint8Array<ArrayBuffer> => {
  const stride = width * 3 + 1
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const light = 40 * Math.sin((x + y * 2) / 37 + hue) + 60 * (y / height)
      const at = y * stride + 1 + x * 3
      for (const part of [0, 1, 2]) rows[at + part] = 120 + light + 50 * Math.sin(hue + part * 2)
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  const rest = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([signature, ...rest]))
}

const call = async <T>(url: string, person: Person, params: object): Promise<T> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as T
}

/** Uploads a picture of so many pixels for a chat to a server that runs. */
export const uploadPicture = async (
  url: string,
  { owner, chatId, width, height }: { owner: Person; chatId: ChatId; width: number; height: number },
): Promise<Uploaded> => {
  const bytes = pngOf(width, height, owner.key + width / height)
  const id = newUuidV7() as MediaId
  const wanted = { id, chatId, size: bytes.byteLength, name: `${width}x${height}.png` }
  const { upload } = await call<Result<'media.create'>>(`${url}/api/media.create`, owner, wanted)
  const headers = { authorization: `Bearer ${owner.token}` }
  const answer = await fetch(`${url}${upload}`, { method: 'PUT', headers, body: bytes })
  if (!answer.ok) throw new Error(await answer.text())
  return { owner, body: { type: 'image', ...((await answer.json()) as object) } }
}
