import type { ChatId } from '@parley/protocol'
import type { Client, ClientState } from '@parley/sdk/api'

/** The reports of a group, or undefined for those of the whole server. */
export type ReportScope = ChatId | undefined

/** Whether the viewer can decide on these reports, while connected: the owner and admins of a group, and administrators. */
export const receivesReports = ({ chats, me, connection }: ClientState, scope: ReportScope): boolean => {
  if (connection.phase !== 'live') return false
  if (scope === undefined) return me?.admin ?? false
  const entry = chats.get(scope)
  return entry?.chat.kind === 'group' && (entry.role === 'owner' || entry.role === 'admin')
}

/**
 * Requests the number of open reports, again after each event about them.
 * @returns a function that stops it
 */
export const countReports = (
  client: Pick<Client, 'on' | 'call'>,
  scope: ReportScope,
  tell: (count: number) => void,
): (() => void) => {
  let asked = 0
  const ask = () => {
    const number = ++asked
    client.call('reports.count', scope === undefined ? {} : { chatId: scope }).then(
      // An earlier response may arrive late.
      ({ count }) => number === asked && tell(count),
      () => undefined,
    )
  }
  const stop = client.on('reports.changed', ({ chatId }) => chatId === scope && ask())
  ask()
  return () => {
    asked = Number.POSITIVE_INFINITY
    stop()
  }
}
