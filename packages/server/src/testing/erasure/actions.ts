import { createHash } from 'node:crypto'
import { type MessageId, newUuidV7 } from '@parley/protocol'
import { mp4, peaks, webm } from '../media-samples'
import { pngOf } from '../sample-pictures'
import { callerOf, newMediaId, partsOf, upload } from '../upload'
import { attempt, type Scene, send, type Unsent } from './scene'

const picture = ({ random }: Scene) => {
  const side = random.between(20, 40)
  return pngOf(side, side)
}
const contents = ({ random }: Scene) => createHash('sha256').update(`${random.bits()}`).digest()
const film = { kind: 'video', width: 640, height: 480, durationMs: 2_000 } as const

/** Picks one of the uploads that were not sent yet; it may be picked twice. */
const pickUnsent = ({ random, unsent }: Scene): Unsent | undefined => {
  if (unsent.length === 0) return undefined
  const at = random.between(0, unsent.length - 1)
  return random.chance(0.8) ? unsent.splice(at, 1)[0] : unsent[at]
}
const pickPlace = ({ random, chats }: Scene) => {
  const chat = random.pick(chats)
  return { chat, chatId: chat.id, owner: random.pick(chat.people) }
}

const uploadPicture = async (scene: Scene): Promise<void> => {
  const { chatId, owner } = pickPlace(scene)
  const { mediaId } = await upload(scene.app, owner, { chatId, bytes: picture(scene) })
  scene.unsent.push({ owner, chatId, mediaId, type: 'image' })
}

const uploadVideo = async (scene: Scene): Promise<void> => {
  const { chatId, owner } = pickPlace(scene)
  const poster = (await upload(scene.app, owner, { chatId, bytes: picture(scene) })).mediaId
  const bytes = Buffer.concat([mp4, contents(scene)])
  const { mediaId } = await upload(scene.app, owner, { chatId, bytes, announced: { ...film, poster } })
  scene.unsent.push({ owner, chatId, mediaId, type: 'video' })
}

const uploadVoice = async (scene: Scene): Promise<void> => {
  const { chatId, owner } = pickPlace(scene)
  const bytes = Buffer.concat([webm, contents(scene)])
  const announced = { kind: 'voice', durationMs: 3_000, peaks } as const
  const { mediaId } = await upload(scene.app, owner, { chatId, bytes, announced })
  scene.unsent.push({ owner, chatId, mediaId, type: 'voice' })
}

/** Announces a file, and sends it whole and in parts at the same time: whole, broken off, or not at all. */
const uploadFile = async (scene: Scene): Promise<void> => {
  const { app, random } = scene
  const { chatId, owner } = pickPlace(scene)
  const id = newMediaId()
  const bytes = contents(scene)
  const caller = await callerOf(app, owner)
  await owner.call('media.create', { id, chatId, name: 'plan.pdf', size: bytes.byteLength, kind: 'file' })
  const { uploads, resumable } = app.core.media
  const inParts = async () => {
    const half = bytes.byteLength / 2
    await attempt(resumable.append(caller, id, { offset: 0, body: partsOf(bytes.subarray(0, half)) }))
    if (random.chance(0.7))
      await attempt(resumable.append(caller, id, { offset: half, body: partsOf(bytes.subarray(half)) }))
  }
  const whole = async (file: Uint8Array) => {
    await attempt(uploads.receive(caller, id, { body: partsOf(file) }))
  }
  const ways = [() => whole(bytes), inParts, () => whole(contents(scene))]
  await Promise.all(ways.filter(() => random.chance(0.5)).map((go) => go()))
  scene.unsent.push({ owner, chatId, mediaId: id, type: 'file' })
}

const sendOne = async (scene: Scene): Promise<void> => {
  const unsent = pickUnsent(scene)
  if (!unsent) return
  const { owner, chatId, mediaId, type } = unsent
  await send(scene, owner, { chatId, body: { type, mediaId } })
}

/** Two sends of one upload, under one id or two. */
const sendTwice = async (scene: Scene): Promise<void> => {
  const unsent = pickUnsent(scene)
  if (!unsent) return
  const { owner, chatId, mediaId, type } = unsent
  const id = newUuidV7() as MessageId
  const other = scene.random.chance(0.5) ? id : (newUuidV7() as MessageId)
  await Promise.all([id, other].map((one) => send(scene, owner, { id: one, chatId, body: { type, mediaId } })))
}

const sendAlbum = async (scene: Scene): Promise<void> => {
  const first = pickUnsent(scene)
  if (!first) return
  const others = scene.unsent.filter(
    ({ owner, chatId, type }) =>
      owner === first.owner && chatId === first.chatId && (type === 'image' || type === 'video'),
  )
  const items = [...new Set([first, ...others].map(({ mediaId }) => mediaId))].slice(0, 4)
  if (items.length > 1) await send(scene, first.owner, { chatId: first.chatId, body: { type: 'album', items } })
}

const forward = async (scene: Scene): Promise<void> => {
  if (scene.messages.length === 0) return
  const { message } = scene.random.pick(scene.messages)
  const { chat, owner } = pickPlace(scene)
  const order = { id: newUuidV7() as MessageId, chatId: chat.id, withName: true }
  const from = { chatId: message.chatId, id: message.id }
  const sent = await attempt(owner.call('messages.forward', { ...order, from }))
  if (sent) scene.messages.push({ sender: owner, message: sent })
}

const retract = async (scene: Scene): Promise<void> => {
  if (scene.messages.length === 0) return
  const { sender, message } = scene.random.pick(scene.messages)
  await attempt(sender.call('messages.retract', { id: message.id, chatId: message.chatId }))
}

/** One person clears a part of a chat. */
const clearSome = async (scene: Scene): Promise<void> => {
  const { chatId, owner } = pickPlace(scene)
  await attempt(owner.call('chats.clear', { chatId, seq: scene.random.between(1, scene.messages.length + 1) }))
}
/** All of its people clear a chat, at the same time. */
const clearAll = async (scene: Scene): Promise<void> => {
  const seq = scene.random.between(1, scene.messages.length + 1)
  const { chat } = pickPlace(scene)
  await Promise.all(chat.people.map((person) => attempt(person.call('chats.clear', { chatId: chat.id, seq }))))
}

const hide = async (scene: Scene): Promise<void> => {
  if (scene.messages.length === 0) return
  const { message } = scene.random.pick(scene.messages)
  const person = scene.random.pick(scene.people)
  await attempt(person.call('messages.hide', { chatId: message.chatId, ids: [message.id] }))
}

const changeAvatar = async (scene: Scene): Promise<void> => {
  const person = scene.random.pick(scene.people)
  const avatar = scene.random.chance(0.7) ? (await upload(scene.app, person, { bytes: picture(scene) })).mediaId : null
  const group = scene.chats.find(({ isGroup }) => isGroup)
  if (group && scene.random.chance(0.5)) await attempt(person.call('groups.update', { chatId: group.id, avatar }))
  else await attempt(person.call('accounts.update', { avatar }))
}

/** An announced or stored upload that no message uses. */
const abandon = async (scene: Scene): Promise<void> => {
  const { chatId, owner } = pickPlace(scene)
  if (scene.random.chance(0.5)) await upload(scene.app, owner, { chatId, bytes: picture(scene) })
  else await owner.call('media.create', { id: newMediaId(), chatId, name: 'never.png', size: 9 })
}

const actions = {
  uploadPicture,
  uploadVideo,
  uploadVoice,
  uploadFile,
  sendOne,
  sendTwice,
  sendAlbum,
  forward,
  retract,
  clearSome,
  clearAll,
  hide,
  changeAvatar,
  abandon,
}
type Action = keyof typeof actions

/** How often each comes, compared with the others. */
const weights: Readonly<Record<Action, number>> = {
  uploadPicture: 6,
  uploadVideo: 2,
  uploadVoice: 3,
  uploadFile: 6,
  sendOne: 16,
  sendTwice: 2,
  sendAlbum: 3,
  forward: 8,
  retract: 9,
  clearSome: 2,
  clearAll: 1,
  hide: 2,
  changeAvatar: 4,
  abandon: 2,
}

/** Does one thing at random. Returns its name, for the log of a failed run. */
export const act = async (scene: Scene): Promise<Action> => {
  const action = scene.random.weighted(weights)
  await attempt(actions[action](scene))
  return action
}
