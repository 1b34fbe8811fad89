import type { UserId } from '@parley/protocol'
import type { Reaction } from '@parley/sdk/api'
import type { T } from '../../i18n/catalog'
import { isolated } from '../../i18n/isolated'

interface TextContext {
  readonly t: T
  readonly me: UserId | undefined
  /** Undefined for unknown people. */
  readonly nameOf: (id: UserId) => string | undefined
}

/** The people who reacted with an emoji, as text: the viewer first, then known names, then the number of others. */
export const whoReacted = ({ count, mine, users }: Reaction, { t, me, nameOf }: TextContext): string => {
  const names = users.flatMap((id) => {
    const name = id === me ? undefined : nameOf(id)
    return name === undefined ? [] : isolated(name)
  })
  const named = mine ? [t('you'), ...names] : names
  const others = count - named.length
  return [...named, ...(others > 0 ? [t('otherPeople', { count: others })] : [])].join(t('listComma'))
}
