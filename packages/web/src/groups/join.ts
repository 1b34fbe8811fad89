import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import type { T } from '../i18n'
import { paths } from '../shell/places'
import { toast } from '../ui'
import { isInside } from './is-inside'
import type { JoinTarget } from './join-target'

/**
 * Goes where a link or id leads: into the chat that one has, else into the group, or among those who wait to be let in.
 * @throws what the server refuses
 */
export const follow = async (t: T, target: JoinTarget): Promise<void> => {
  if (target.pane === 'invite') return navigate(`/i/${encodeURIComponent(target.code)}`)
  const { chatId, seq } = target
  if (!isInside(client.state.get().chats.get(chatId))) {
    const { requested } = await client.call('groups.join', { chatId })
    if (requested) {
      toast(t('askedToJoinBody'))
      return
    }
  }
  navigate(seq === undefined ? paths.chat(chatId) : paths.message(chatId, seq))
}
