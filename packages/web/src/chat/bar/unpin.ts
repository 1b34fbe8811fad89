import type { TimelineMessage } from '@parley/sdk/api'
import { toast } from '../../ui'
import type { ActionContext } from '../../ui/action-context'
import { orToast } from '../../ui/problem'

/** Unpins a message for all members, with an undo that pins it again. */
export const unpin = async (
  { t, client }: ActionContext,
  { chatId, id }: Pick<TimelineMessage, 'chatId' | 'id'>,
): Promise<void> => {
  const set = (pinned: boolean) =>
    orToast(
      t,
      client.pinMessage(chatId, id, pinned).then(() => true),
    )
  if (await set(false)) toast(t('messageUnpinned'), { action: { label: t('undo'), onSelect: () => void set(true) } })
}
