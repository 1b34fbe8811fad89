import type { AuditAction, AuditEntry, Params, Result, User, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Client } from '@parley/sdk/api'
import type { Page } from '../../people/pages'

/** An entry of the audit log with the profiles of its people. */
export interface AuditLine {
  readonly entry: AuditEntry
  /** The administrator. Undefined for the command line. */
  readonly by: User | undefined
  /** The person whom the act concerns. */
  readonly on: User | undefined
  /** The channel that the act concerns: its name, or the world, which has none. */
  readonly channel: { readonly name: string } | 'world' | undefined
}

/** The shown part of the audit log. */
export interface AuditFilter {
  readonly by?: User
  readonly on?: User
  readonly action?: AuditAction
  /** Only acts of the last days. */
  readonly days?: number
}

const dayMs = 86_400_000

const channelOf = ({ chatId }: AuditEntry, { channels }: Result<'admin.audit'>): AuditLine['channel'] => {
  if (chatId === undefined) return undefined
  if (chatId === WORLD_CHAT_ID) return 'world'
  return { name: channels.find(({ id }) => id === chatId)?.name ?? '' }
}

/** The lines of a page, with the people and channels that came beside it. */
export const linesOf = (page: Result<'admin.audit'>): AuditLine[] => {
  const users = new Map(page.users.map((user) => [user.id, user]))
  const userOf = (id: UserId | undefined) => (id === undefined ? undefined : users.get(id))
  return page.entries.map((entry) => ({
    entry,
    by: userOf(entry.byId),
    on: userOf(entry.userId),
    channel: channelOf(entry, page),
  }))
}

const paramsOf = ({ by, on, action, days }: AuditFilter, nowMs: number): Params<'admin.audit'> => ({
  ...(by && { byId: by.id }),
  ...(on && { userId: on.id }),
  ...(action !== undefined && { action }),
  ...(days !== undefined && { from: Math.max(0, nowMs - days * dayMs) }),
})

/** Loads the page after a line. */
export const loadLines = async (
  client: Client,
  filter: AuditFilter,
  after: AuditLine | undefined,
): Promise<Page<AuditLine>> => {
  const params = paramsOf(filter, Date.now())
  const { at, id } = after?.entry ?? {}
  const from = at === undefined || id === undefined ? {} : { after: { at, id } }
  const page = await client.call('admin.audit', { ...params, ...from })
  return { rows: linesOf(page), more: page.more }
}

/** An export ends after this many entries. Filters reach the older ones. */
export const exportedMax = 10_000

/** All lines of a filter as JSON, one in each line of text. */
export const exportLines = async (client: Client, filter: AuditFilter): Promise<string> => {
  const lines: AuditLine[] = []
  let more = true
  while (more && lines.length < exportedMax) {
    const page = await loadLines(client, filter, lines.at(-1))
    lines.push(...page.rows)
    more = page.more
  }
  return lines.map((line) => `${JSON.stringify(exported(line))}\n`).join('')
}

const exported = ({ entry, by, on, channel }: AuditLine) => ({
  ...entry,
  at: new Date(entry.at).toISOString(),
  ...(by && { by: by.username }),
  ...(on && { user: on.username }),
  ...(typeof channel === 'object' && { channel: channel.name }),
})
