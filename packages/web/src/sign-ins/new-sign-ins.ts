import type { Session } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'

const shownMs = 7 * 24 * 3_600_000

interface NewSignInsQuery {
  /** Sign-ins up to this time are known: the user said so on this device. */
  readonly knownUntil: number
  readonly nowMs: number
}

/** Sign-ins on other devices since this one signed in, of the last seven days, oldest first. */
export const newSignIns = (
  { sessions, sessionId }: Pick<ClientState, 'sessions' | 'sessionId'>,
  { knownUntil, nowMs }: NewSignInsQuery,
): readonly Session[] => {
  const own = sessionId === undefined ? undefined : sessions.get(sessionId)
  if (!own) return []
  const since = Math.max(own.createdAt, knownUntil, nowMs - shownMs)
  return [...sessions.values()]
    .filter(({ id, createdAt }) => id !== own.id && createdAt > since)
    .sort((a, b) => a.createdAt - b.createdAt)
}
