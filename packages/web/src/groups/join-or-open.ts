import { navigate } from '../history/navigate'
import { paths } from '../navigation/places'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { isMemberOrNoGroup } from './group-role'
import type { JoinTarget } from './join-target'

/**
 * Follows a link or id: opens the chat if the user has it, else joins the group or sends a join request.
 * @throws the server's refusal
 */
export const joinOrOpen = async ({ t, client }: ActionContext, target: JoinTarget): Promise<void> => {
  if (target.pane === 'invite') return navigate(`/i/${encodeURIComponent(target.code)}`)
  const { chatId, seq } = target
  if (!isMemberOrNoGroup(client.state.get().chats.get(chatId))) {
    const { requested } = await client.call('groups.join', { chatId })
    if (requested) {
      toast(t('askedToJoinBody'))
      return
    }
  }
  navigate(seq === undefined ? paths.chat(chatId) : paths.message(chatId, seq))
}
