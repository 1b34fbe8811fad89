import { deflateSync } from 'node:zlib'
import type { ChatId, MediaId, Message, MessageId, Params, Result } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import type { Person } from './people'

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of this size in pixels: sky over hills, in a given hue. */
export const pngOf = (width: number, height: number, hue = 0): Buffer => {
  const stride = width * 3 + 1
  const rows = Buffer.alloc(stride * height)
  const sky = [90 + ((hue * 53) % 120), 140 + ((hue * 31) % 90), 220 - ((hue * 17) % 90)]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const hill = height * (0.62 + 0.12 * Math.sin((x / width) * 6 + hue) + 0.05 * Math.sin((x / width) * 17))
      const light = y / height
      const colour = y > hill ? [60 - 20 * light, 120 - 40 * light + hue * 3, 80] : sky.map((part) => part + 40 * light)
      rows.set(
        colour.map((part) => Math.max(0, Math.min(255, Math.round(part)))),
        y * stride + 1 + x * 3,
      )
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export interface SentPicture {
  readonly bytes?: Buffer
  readonly name?: string
  readonly caption?: string
}

type Announced = Pick<Params<'media.create'>, 'name' | 'chatId' | 'kind' | 'width' | 'height' | 'durationMs'>

/** Uploads bytes under a new id. */
export const uploadPicture = async (person: Person, bytes: Buffer, more: Announced): Promise<MediaId> => {
  const id = newUuidV7() as MediaId
  const { upload } = (await person.call('media.create', { id, size: bytes.length, ...more })) as Result<'media.create'>
  const headers = { authorization: `Bearer ${person.token}` }
  const answer = await fetch(person.url + upload, { method: 'PUT', body: new Uint8Array(bytes), headers })
  if (!answer.ok) throw new Error(await answer.text())
  return id
}

/** Sends a picture over HTTP, without a browser. */
export const sendPicture = async (person: Person, chatId: ChatId, picture: SentPicture = {}): Promise<Message> => {
  const { bytes = pngOf(640, 480), name = 'hills.png', caption } = picture
  const mediaId = await uploadPicture(person, bytes, { name, chatId })
  const body = { type: 'image' as const, mediaId, ...(caption === undefined ? {} : { caption }) }
  return person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
}

/** Sends pictures together over HTTP, without a browser. */
export const sendAlbum = async (person: Person, chatId: ChatId, pictures: readonly Buffer[]): Promise<Message> => {
  const items: MediaId[] = []
  for (const bytes of pictures) items.push(await uploadPicture(person, bytes, { name: 'hills.png', chatId }))
  return person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'album', items } })
}

/** Gives a person an avatar. */
export const setAvatar = async (person: Person, hue: number): Promise<void> => {
  const avatar = await uploadPicture(person, pngOf(256, 256, hue), { name: 'me.png' })
  await person.call('accounts.update', { avatar })
}
