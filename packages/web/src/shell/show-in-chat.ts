import type { TimelineMessage } from '@parley/sdk/api'
import { navigate } from 'wouter/use-browser-location'
import { fromInside, paths } from './places'

/** Goes to a stored message in its chat. "Back" leads to where this was called. */
export const showInChat = ({ chatId, seq }: TimelineMessage): void => {
  if (seq !== undefined) navigate(paths.message(chatId, seq), { state: fromInside })
}
