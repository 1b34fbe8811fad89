import { type ChatDelta, type ChatId, type EventName, type UserDelta, WORLD_CHAT_ID } from '@parley/protocol'
import {
  applyChatDelta,
  applyMembers,
  applyUserDelta,
  comparableChat,
  comparableUser,
  type HeldChat,
  type HeldUser,
} from '@parley/protocol/apply'
import type { Person } from './test-app'

/** The state of a client that was connected all the time. */
interface Copy {
  user: HeldUser | undefined
  readonly chats: Map<ChatId, HeldChat>
}

interface Watched {
  readonly person: Person
  readonly copy: Copy
  /** Frames that were there before the action. */
  readonly heard: number
}

/** The events of an action for one user. */
export interface Told {
  readonly chats: readonly ChatDelta[]
  readonly user: readonly UserDelta[]
}

const fail = (person: Person, what: string): never => {
  throw new Error(`${person.me.username}: ${what}`)
}

const snapshot = async (person: Person): Promise<Copy> => {
  const copy: Copy = { user: undefined, chats: new Map() }
  for (;;) {
    const chats = Object.fromEntries([...copy.chats].map(([id, { rev }]) => [id, rev]))
    const answer = await person.call('sync.pull', { user: copy.user?.rev ?? 0, chats })
    if (answer.user) copy.user = applyUserDelta(copy.user, answer.user).held
    for (const delta of answer.chats) {
      const { held } = applyChatDelta(copy.chats.get(delta.chatId), delta)
      if (held) copy.chats.set(delta.chatId, held)
    }
    if (!answer.more) break
  }
  for (const [chatId, held] of copy.chats) copy.chats.set(chatId, await withMembers(person, held))
  return copy
}

/** With the members of a group, which snapshots leave out. */
const withMembers = async (person: Person, held: HeldChat): Promise<HeldChat> => {
  if (held.chat.kind !== 'group' || placeOf(person, held)?.leftSeq !== undefined) return held
  return applyMembers(held, await person.call('groups.members', { chatId: held.chat.id }))
}

const ask = async (person: Person, copy: Copy, chatId: ChatId): Promise<void> => {
  const delta = await person.call('chats.changes', { chatId, since: copy.chats.get(chatId)?.rev ?? 0 })
  const { held } = applyChatDelta(copy.chats.get(chatId), delta)
  if (held) copy.chats.set(chatId, delta.from === 0 ? await withMembers(person, held) : held)
}

const placeOf = (person: Person, held: HeldChat | undefined) => held?.members.get(person.me.id)

/** Every row of a delta changed within it, and none depends on who looks. */
const checkForm = (person: Person, delta: ChatDelta): void => {
  if (delta.view) fail(person, 'a pushed delta carried a view')
  const rows = [
    ...(delta.messages ?? []),
    ...(delta.reactions ?? []),
    ...(delta.members ?? []),
    ...(delta.chat ? [delta.chat] : []),
  ]
  const outside = rows.find(({ rev }) => rev <= delta.from || rev > delta.rev)
  if (outside) fail(person, `a delta of (${delta.from}, ${delta.rev}] held a row of rev ${outside.rev}`)
}

/** Applies a pushed delta as a client does. */
const applyPushed = async ({ person, copy }: Watched, delta: ChatDelta): Promise<void> => {
  checkForm(person, delta)
  const before = copy.chats.get(delta.chatId)
  const { held, outcome } = applyChatDelta(before, delta)
  // The first event of a new chat is the state in the user's own delta.
  if (!before && outcome === 'gap') return
  // Former members received nothing since: after they return, the client sees a gap and fetches the changes.
  if (outcome === 'gap' && placeOf(person, before)?.leftSeq !== undefined) return ask(person, copy, delta.chatId)
  if (outcome === 'ask') return ask(person, copy, delta.chatId)
  if (outcome !== 'applied' || !held)
    return fail(person, `${outcome} in ${delta.chatId} at (${delta.from}, ${delta.rev}]`)
  const cameBack = (placeOf(person, held)?.visibleFrom ?? 0) > (placeOf(person, before)?.visibleFrom ?? 0)
  if (before && delta.from > 0 && cameBack) await ask(person, copy, delta.chatId)
  else copy.chats.set(delta.chatId, delta.from === 0 ? await withMembers(person, held) : held)
}

/** A former member no longer hears who comes and goes: only the own place counts. */
const comparable = (person: Person, held: HeldChat | undefined) => {
  if (!held) return undefined
  const place = placeOf(person, held)
  const chat = comparableChat(held)
  return place?.leftSeq === undefined ? chat : { ...chat, members: [place] }
}

const same = (person: Person, what: string, { held, fresh }: { held: unknown; fresh: unknown }): void => {
  const mine = JSON.stringify(held)
  const its = JSON.stringify(fresh)
  if (mine !== its) fail(person, `${what} after the deltas is\n${mine}\nand in a fresh snapshot\n${its}`)
}

/** No user received a chat of strangers, or a message outside their visible range. */
const checkRights = ({ person }: Watched, told: Told, copies: readonly Copy[]): void => {
  for (const { chatId, messages = [], reactions = [] } of told.chats) {
    const held = copies.flatMap((copy) => copy.chats.get(chatId) ?? [])
    if (held.length === 0) fail(person, `was told of ${chatId}, which is not theirs`)
    for (const { seq } of [...messages, ...reactions]) {
      const maySee = held.some((chat) => {
        const { visibleFrom = 1, leftSeq = Number.MAX_SAFE_INTEGER } = placeOf(person, chat) ?? {}
        return seq >= visibleFrom && seq <= leftSeq
      })
      if (!maySee) fail(person, `was shown seq ${seq} of ${chatId}`)
    }
  }
}

const eventsSince = ({ person, heard }: Watched, name: EventName): unknown[] =>
  person.connection.frames.slice(heard).flatMap((frame) => (frame.method === name ? [frame.params] : []))

/** Flushes gathered changes (DL65), which go out before a new subscription. */
const hearWhatWaits = async ({ person, copy }: Watched): Promise<void> => {
  if (person.connection.connection.isClosed) return
  for (const [chatId, { chat }] of copy.chats)
    if (chat.kind === 'channel') await person.call('chats.watch', { chatId }).catch(() => undefined)
}

const verify = async (watched: Watched): Promise<Told> => {
  const { person, copy } = watched
  await hearWhatWaits(watched)
  const told: Told = {
    chats: eventsSince(watched, 'chat.delta') as ChatDelta[],
    user: eventsSince(watched, 'user.delta') as UserDelta[],
  }
  if (person.connection.connection.isClosed) return told
  const before: Copy = { user: copy.user, chats: new Map(copy.chats) }
  for (const delta of told.chats) await applyPushed(watched, delta)
  for (const delta of told.user) {
    const { held, outcome } = applyUserDelta(copy.user, delta)
    if (outcome !== 'applied') fail(person, `${outcome} in the own delta of (${delta.from}, ${delta.rev}]`)
    copy.user = held
    for (const { chatId } of delta.states ?? []) if (!copy.chats.has(chatId)) await ask(person, copy, chatId)
  }
  const fresh = await snapshot(person)
  for (const chatId of new Set([...copy.chats.keys(), ...fresh.chats.keys()])) {
    const pair = { held: copy.chats.get(chatId), fresh: fresh.chats.get(chatId) }
    same(person, chatId, { held: comparable(person, pair.held), fresh: comparable(person, pair.fresh) })
  }
  same(person, 'the user', {
    held: copy.user && comparableUser(copy.user),
    fresh: fresh.user && comparableUser(fresh.user),
  })
  checkRights(watched, told, [before, copy, fresh])
  return told
}

/**
 * Runs an action and verifies two things for each of these users. The pushes turn the old snapshot into a fresh one
 * (DL15, DL23), and no user learned anything hidden from them (DL13). After Zulip's `verify_action`.
 */
export const verifyAction = async <T>(
  people: readonly Person[],
  action: () => Promise<T>,
): Promise<{ readonly result: T; readonly told: ReadonlyMap<Person, Told> }> => {
  const watched: Watched[] = []
  for (const person of people) {
    await person.call('chats.watch', { chatId: WORLD_CHAT_ID })
    watched.push({ person, copy: await snapshot(person), heard: person.connection.frames.length })
  }
  const result = await action()
  const told = new Map<Person, Told>()
  for (const one of watched) told.set(one.person, await verify(one))
  return { result, told }
}
