import type { ContentKind, MessageId } from '@parley/protocol'
import { linksIn } from '@parley/protocol/markdown/links-in'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ViewedMessage, viewedIn } from '../../media/viewed-message'

/** One cell or row of a list. */
export interface Entry {
  readonly key: string
  readonly at: number
  readonly message: TimelineMessage
  /** In the list of media. */
  readonly viewed?: ViewedMessage
  /** In the list of links. */
  readonly href?: string
}

const keyOf = (id: MessageId, part: string | number): string => `${id} ${part}`

const entriesOf = (kind: ContentKind, message: TimelineMessage): readonly Entry[] => {
  const { id, at, body } = message
  if (kind === 'media')
    return viewedIn(message)
      .map((viewed) => ({ key: keyOf(id, viewed.body.mediaId), at, message, viewed }))
      .reverse()
  if (kind === 'links') return linksIn(body).map((href) => ({ key: keyOf(id, href), at, message, href }))
  return [{ key: id, at, message }]
}

/** The entries of messages, newest first. An album has one for each of its items, a text one for each link. */
export const contentEntries = (kind: ContentKind, rows: readonly TimelineMessage[]): readonly Entry[] =>
  rows.flatMap((row) => entriesOf(kind, row))
