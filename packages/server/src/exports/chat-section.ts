import type { Chat, ChatId, MediaId, Message, User } from '@parley/protocol'
import { peopleIn } from '@parley/protocol/people-in'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { Readable } from '../chats/access'
import { readExported } from '../messages/exported-messages'
import type { Queries } from '../storage/database'
import { uploadPath } from './media-section'
import { messagePage } from './message-page'
import { ownUploadNames } from './own-uploads-store'
import { selectNextChat, selectState } from './person-store'
import {
  type Exported,
  jsonFile,
  numbered,
  type Section,
  type SectionPart,
  type SectionParts,
  textFile,
} from './section'

/** A place in the person's chats. */
interface Place {
  /** The chat before the next one. */
  readonly before: number
  /** In a chat: the last read seq, and the number of the next file. */
  readonly seq?: number
  readonly file?: number
}

/** Messages of one file, and reads for one part. */
const FILE_MESSAGES = 500
const READS = 10
/** A file ends after this much text, so that it takes little memory. */
const FILE_CHARS = 1_000_000

/** The folder of a chat. */
export const chatFolder = (chatId: ChatId): string => `chats/${chatId}`
/** The name of a chat's first page. */
export const firstPage = `messages-${numbered(1)}.html`

/** The chats, with their messages. */
export const chatSection: Section = async (parts, person, after) => {
  const { before, seq = 0, file = 1 } = (after ?? { before: 0 }) as Place
  const found = await parts.database.read(async (db) => {
    const chatKey = await selectNextChat(db, person.userKey, before)
    const range = chatKey === undefined ? undefined : await rangeOf(parts, db, { person, chatKey })
    return chatKey === undefined ? undefined : { chatKey, range }
  })
  if (!found) return { files: [], next: undefined }
  const { chatKey, range } = found
  if (!range) return { files: [], next: { before: chatKey }, done: 1 }
  const { messages, next } = await readFile(parts, person, { range: range.readable, seq })
  const isOver = next === undefined
  const files =
    messages.length === 0 && !isOver ? [] : await filesOf(parts, person, { ...range, messages, file, isOver })
  if (isOver) return { files, next: { before: chatKey }, done: 1 }
  return { files, next: { before, seq: next, file: messages.length === 0 ? file : file + 1 } } satisfies SectionPart
}

interface ChatFacts {
  readonly readable: Readable
  readonly chat: Chat | undefined
  readonly state: Awaited<ReturnType<typeof selectState>>
}

const rangeOf = async (
  { access }: SectionParts,
  db: Queries,
  { person, chatKey }: { readonly person: Exported; readonly chatKey: number },
): Promise<ChatFacts | undefined> => {
  const range = (await access.findReadables(db, person.userKey, [chatKey])).get(chatKey)
  if (!range) return undefined
  const state = await selectState(db, person.userKey, chatKey)
  const visibleFrom = Math.max(range.visibleFrom, (state?.cleared_seq ?? 0) + 1)
  return { readable: { ...range, visibleFrom }, chat: (await access.chatsOf(db, [range])).get(chatKey), state }
}

/** Messages of one file, and where the next one begins. */
const readFile = async (
  { database }: SectionParts,
  { userKey }: Exported,
  { range, seq }: { readonly range: Readable; readonly seq: number },
): Promise<{ messages: readonly Message[]; next: number | undefined }> => {
  const messages: Message[] = []
  let next: number | undefined = seq
  const which = range.kind === 'channel' ? 'own' : 'all'
  let chars = 0
  for (let reads = 0; reads < READS && messages.length < FILE_MESSAGES && chars < FILE_CHARS; reads++) {
    if (next === undefined) break
    const after: number = next
    const page = await database.read((db) => readExported(db, { range, userKey, which, after }))
    messages.push(...page.messages)
    chars += JSON.stringify(page.messages).length
    next = page.next
  }
  return { messages, next }
}

interface ChatFile extends ChatFacts {
  readonly messages: readonly Message[]
  readonly file: number
  readonly isOver: boolean
}

const filesOf = async (
  { database, users }: SectionParts,
  { userId, userKey }: Exported,
  { readable, chat, state, messages, file, isOver }: ChatFile,
) => {
  const { chatId } = readable
  const peers = chat?.peerIds ?? []
  const ids = [...new Set([...messages.flatMap((message) => [...peopleIn(message)]), ...peers])]
  const uploads = messages.flatMap(({ body }) => uploadsOf(body))
  const { people, own } = await database.read(async (db) => ({
    people: await users.rowsByKeys(db, [...(await users.keysOf(db, ids)).values()]),
    own: await ownUploadNames(db, userKey, uploads),
  }))
  const paths = new Map([...own].map(([id, { name, kind }]): [MediaId, string] => [id, uploadPath(id, name, kind)]))
  const folder = chatFolder(chatId)
  const named = people.map(({ id, username, name }: User) => ({ id, username, name }))
  const facts = { id: chatId, kind: readable.kind, member: readable.member, role: readable.memberRow?.role ?? null }
  const about = { chat: { ...facts, ...(chat ? { row: chat } : {}) }, ownSettings: state ?? null }
  const title = titleOf(
    readable,
    chat,
    people.filter(({ id }) => id !== userId).filter(({ id }) => peers.includes(id)),
  )
  const name = `messages-${numbered(file)}`
  return [
    ...(file === 1 ? [jsonFile(`${folder}/chat.json`, { ...about, people: named })] : []),
    jsonFile(`${folder}/${name}.json`, { people: named, messages }),
    textFile(`${folder}/${name}.html`, messagePage({ title, people, messages, paths, file, isOver })),
  ]
}

/** Former members know the name as of the time when they left. */
const titleOf = ({ kind }: Readable, chat: Chat | undefined, others: readonly User[]): string => {
  if (kind !== 'direct') return chat?.name ?? 'World'
  return others.map(({ name }) => name).join(', ') || 'Saved messages'
}
