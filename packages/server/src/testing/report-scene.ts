import { type ChatId, type MessageId, newUuidV7, type Params, type Report } from '@parley/protocol'
import { FakeClock } from './fake-clock'
import { type Person, type Refused, TestApp } from './test-app'

/** People who report, and people who decide. */
export interface ReportScene extends AsyncDisposable {
  readonly app: TestApp
  readonly clock: FakeClock
  /** An administrator, in no chat with the others but the world. */
  readonly admin: Person
  /** The owner of the group. */
  readonly owner: Person
  /** An admin of the group. */
  readonly leader: Person
  readonly bob: Person
  readonly carol: Person
  readonly group: ChatId
  /** Of bob and carol. */
  readonly direct: ChatId
}

export const groupName = 'The hidden garden'

/** `accepted`, or the error of a call. */
export const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

export const startReports = async (): Promise<ReportScene> => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const admin = await app.person('admin')
  const owner = await app.person('owner')
  const leader = await app.person('leader')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  await app.core.admin.grant('admin')
  const group = newUuidV7() as ChatId
  const userIds = [leader, bob, carol].map(({ me }) => me.id)
  await owner.call('groups.create', { id: group, name: groupName, userIds })
  await owner.call('groups.setRole', { chatId: group, userId: leader.me.id, role: 'admin' })
  const { chat } = await bob.call('chats.direct', { userId: carol.me.id })
  const rest = { admin, owner, leader, bob, carol, group, direct: chat.id }
  return { app, clock, ...rest, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** Reports a message. */
export const report = (
  person: Person,
  { chatId, id }: { readonly chatId: ChatId; readonly id: MessageId },
  more: Partial<Pick<Params<'reports.create'>, 'reason' | 'note'>> = {},
) => person.call('reports.create', { message: { chatId, id }, reason: 'abuse', ...more })

/** The open reports that a person can decide on. */
export const openOf = async (person: Person, chatId?: ChatId): Promise<Report[]> =>
  (await person.call('reports.list', chatId === undefined ? {} : { chatId })).reports

/** The only one of them. */
export const onlyOf = async (person: Person, chatId?: ChatId): Promise<Report> => {
  const [one, ...others] = await openOf(person, chatId)
  if (!one || others.length > 0) throw new Error(`there are ${others.length} others`)
  return one
}
