import type { ChatId } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { errorText, type T } from '../i18n'
import { paths } from '../shell/places'
import { toast } from '../ui'
import type { JoinTarget } from './join-target'

/** Whether there is nothing to join: one is in it, or it is no group. */
export const isInside = (chatId: ChatId): boolean => {
  const entry = client.state.get().chats.get(chatId)
  return entry !== undefined && (entry.chat.kind !== 'group' || entry.role !== undefined)
}

/**
 * Goes where a link or id leads: into the chat that one has, else into the group, or among those who wait to be let in.
 * @throws what the server refuses
 */
export const follow = async (t: T, target: JoinTarget): Promise<void> => {
  if (target.pane === 'invite') return navigate(`/i/${encodeURIComponent(target.code)}`)
  const { chatId, seq } = target
  if (!isInside(chatId)) {
    const { requested } = await client.call('groups.join', { chatId })
    if (requested) {
      toast(t('askedToJoinBody'))
      return
    }
  }
  navigate(seq === undefined ? paths.chat(chatId) : paths.message(chatId, seq))
}

/** Why one could not come in, in words about groups. */
export const joinProblem = (t: T, thrown: unknown): string => {
  const { code, unanswered } = asParleyError(thrown)
  if (code === 'not_found' && !unanswered) return t('joinNotFound')
  return errorText(t, unanswered ? 'offline' : code)
}
