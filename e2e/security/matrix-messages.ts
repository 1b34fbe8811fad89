import { pngOf } from '@parley/server/src/testing/sample-pictures'
import { newMediaId, upload } from '@parley/server/src/testing/upload'
import { sayVoice } from '@parley/server/src/testing/voice'
import { newMessageId, type Role } from './matrix-cast'
import { inGroup, type PartOf, type Scene, signedIn } from './matrix-entry'

const here = ({ chats: places }: Scene) => ({ chatId: places.group })
const early = (scene: Scene) => ({ ...here(scene), id: scene.chats.early })
const text = (value: string) => ({ type: 'text', text: value }) as const
/** Members and former members keep their own view of the group. */
const ownView = inGroup({ former: 'yes' })
const writers = inGroup({ muted: 'muted' })
const insiders: readonly Role[] = ['muted', 'member', 'admin', 'owner']

/** Users' own settings for a chat, and reads of it. */
export const chatEntries: Omit<PartOf<'chats'>, 'chats.direct'> = {
  'chats.pin': { params: (scene) => ({ ...here(scene), pinned: true }), outcomes: ownView },
  'chats.archive': { params: (scene) => ({ ...here(scene), archived: true }), outcomes: ownView },
  'chats.notify': { params: (scene) => ({ ...here(scene), silence: 'forever' }), outcomes: ownView },
  'chats.markUnread': { params: (scene) => ({ ...here(scene), unread: true }), outcomes: ownView },
  'chats.draft': { params: (scene) => ({ ...here(scene), draft: { text: 'Later' } }), outcomes: ownView },
  'chats.clear': { params: (scene) => ({ ...here(scene), seq: 1 }), outcomes: ownView },
  'chats.markRead': { params: (scene) => ({ ...here(scene), seq: 1 }), outcomes: ownView },
  'chats.reads': {
    params: ({ chats: places }) => ({ chatIds: [places.group] }),
    outcomes: signedIn,
    reveals: { to: insiders, when: ({ chats }: { chats: readonly unknown[] }) => chats.length > 0 },
  },
  'chats.typing': { params: here, outcomes: writers },
  'chats.online': { params: here, outcomes: inGroup() },
  'chats.watch': { params: here, outcomes: inGroup() },
  'chats.unwatch': { params: here, outcomes: signedIn },
  'chats.changes': { params: (scene) => ({ ...here(scene), since: 0 }), outcomes: ownView },
}

/** A message in the caller's saved messages. A stranger uses the owner's. */
const savedBy = async ({ cast }: Scene, role: Role) => {
  const person = role === 'stranger' ? cast.owner : cast[role]
  const { chat } = await person.call('chats.direct', { userId: person.me.id })
  const { id } = await person.say(chat.id, 'noted')
  return { saved: chat.id, id }
}

/** Messages in the group of the matrix. */
export const messageEntries: PartOf<'messages'> = {
  'messages.send': {
    params: (scene) => ({ ...here(scene), id: newMessageId(), body: text('Hello') }),
    outcomes: writers,
  },
  'messages.forward': {
    params: async (scene, role) => {
      const { saved, id } = await savedBy(scene, role)
      return { ...here(scene), id: newMessageId(), from: { chatId: saved, id }, withName: true }
    },
    outcomes: writers,
  },
  'messages.edit': {
    params: (scene) => ({ ...early(scene), body: text('Welcome, all of you') }),
    outcomes: inGroup({ admin: 'forbidden' }),
  },
  'messages.retract': { params: early, outcomes: inGroup({ member: 'forbidden' }) },
  'messages.pin': {
    params: (scene) => ({ ...early(scene), pinned: true }),
    outcomes: inGroup({ member: 'forbidden' }),
  },
  'messages.hide': { params: (scene) => ({ ...here(scene), ids: [scene.chats.early] }), outcomes: ownView },
  'messages.markPlayed': {
    params: async (scene) => {
      const { id } = await sayVoice(scene.app, scene.cast.owner, scene.chats.group)
      return { ...here(scene), ids: [id] }
    },
    outcomes: inGroup({ former: 'not_found' }),
  },
  'messages.list': { params: here, outcomes: ownView },
  'messages.media': { params: (scene) => ({ ...here(scene), kind: 'links' }), outcomes: ownView },
  'messages.receipts': { params: early, outcomes: inGroup({ admin: 'not_found' }) },
  'messages.react': { params: (scene) => ({ ...early(scene), emoji: '👍', on: true }), outcomes: writers },
  'messages.reactors': { params: early, outcomes: inGroup() },
}

/** Pictures, and the sync of everything that a user may see. */
export const mediaEntries: PartOf<'media' | 'sync'> = {
  'media.create': {
    params: (scene) => ({ ...here(scene), id: newMediaId(), name: 'cat.png', size: 100 }),
    outcomes: inGroup(),
  },
  'media.get': {
    params: async ({ app, cast, chats: places }) => {
      const { group: chatId } = places
      const sent = async () => {
        const { mediaId } = await upload(app, cast.owner, { chatId, bytes: pngOf(2, 2) })
        const id = newMessageId()
        await cast.owner.call('messages.send', { chatId, id, body: { type: 'image', mediaId } })
        return { mediaId, chatId, messageId: id }
      }
      return { ids: [(await sent()).mediaId], shown: [await sent()] }
    },
    outcomes: signedIn,
    reveals: { to: insiders, when: ({ media }: { media: readonly unknown[] }) => media.length === 2 },
  },
  'media.usage': { params: () => ({}), outcomes: signedIn },
  'media.largest': { params: () => ({}), outcomes: signedIn },
  'sync.pull': { params: () => ({}), outcomes: signedIn },
}
