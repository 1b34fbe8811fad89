import type { MediaKind } from '@parley/protocol'
import { fail } from '../lib/fail'
import { containerOf, soundMime } from './containers'

const notPlayable = 'This file is in no container that players know. Send it as a file.'

/**
 * The type of an upload that is stored as it came, by its first bytes.
 * @returns undefined when they say nothing: the announced type stays
 * @throws Failure with `media_unsupported` for a video or a voice message that isn't one
 */
export const typeOf = (kind: MediaKind, head: Uint8Array): string | undefined => {
  const container = containerOf(head)
  switch (kind) {
    case 'video':
      if (container?.holds !== 'film') throw fail('media_unsupported', { message: notPlayable })
      return container.mime
    case 'voice': {
      const mime = container && soundMime(container)
      if (mime === undefined) throw fail('media_unsupported', { message: notPlayable })
      return mime
    }
    case 'file':
    case 'image':
      return container?.mime
  }
}
