import type { TimelineMessage } from '@parley/sdk/api'
import { navigate } from '../history/navigate'
import { fromInside, paths } from './places'

/** Jumps to a stored message in its chat. "Back" returns to the caller's place. */
export const showInChat = ({ chatId, seq }: TimelineMessage): void => {
  if (seq !== undefined) navigate(paths.message(chatId, seq), { state: fromInside })
}
