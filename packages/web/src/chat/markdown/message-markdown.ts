import { persistently } from '../../ui/persistently'
import { LateMarkdown } from './late-markdown'

/** The texts of messages. The parser is asked for with the chat and is no part of it: most messages have nothing to format. */
export const messageMarkdown = new LateMarkdown(
  persistently(() => import('./parse')).then(
    ({ parseMarkdown }) => parseMarkdown,
    // The server has another build by now: texts stay as they were written until the page is loaded anew.
    () => undefined,
  ),
)
