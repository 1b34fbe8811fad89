import type { ChatId, MessageId, Reactions, Result } from '@parley/protocol'
import { useCallback, useState } from 'react'
import { closeDialog } from '../../dialogs/dialog-store'
import type { ShellDialogProps } from '../../dialogs/shell-dialog-props'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { usePaged } from '../../people/paged'
import { PersonEntry } from '../../people/person-entry'
import { rememberUsers } from '../../people/use-user'
import { Button, Dialog, Skeleton } from '../../ui'
import { Segments } from '../../ui/segments'

type Reactor = Result<'messages.reactors'>['reactors'][number]

interface ReactorListProps {
  readonly chatId: ChatId
  readonly id: MessageId
  /** Undefined for all reactions. */
  readonly emoji: string | undefined
  /** The counts for each emoji. */
  readonly onCounted: (list: Reactions['list']) => void
}

const ReactorList = ({ chatId, id, emoji, onCounted }: ReactorListProps) => {
  const t = useT()
  const client = useClient()
  const load = useCallback(
    async (last: Reactor | undefined) => {
      const only = { ...(emoji !== undefined && { emoji }), ...(last && { after: last.userId }) }
      const page = await client.call('messages.reactors', { chatId, id, ...only })
      rememberUsers(page.users)
      onCounted(page.reactions.list)
      return { rows: page.reactors, more: page.more }
    },
    [client, chatId, id, emoji, onCounted],
  )
  const { rows, more, loading, loadMore } = usePaged(load)
  return (
    <div className="min-h-56" aria-busy={loading}>
      {rows === undefined && loading && <Skeleton className="h-56 w-full" />}
      {rows?.length === 0 && <p className="py-16 text-center text-small text-text-2">{t('nobodyReacted')}</p>}
      <ul className="-mx-12 m-0 list-none p-0">
        {rows?.map(({ userId, emojis }) => (
          <PersonEntry
            key={userId}
            userId={userId}
            end={<span className="shrink-0 text-ui">{emojis.join(' ')}</span>}
          />
        ))}
      </ul>
      {more && (
        <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
          {t('loadMoreMembers')}
        </Button>
      )}
    </div>
  )
}

interface ReactorsDialogProps extends ShellDialogProps {
  readonly chatId: ChatId
  readonly id: MessageId
  /** The initially selected emoji. Undefined selects all reactions. */
  readonly first: string | undefined
}

const allReactions = 'all'

/** The people who reacted to a message, all together and by emoji. */
export const ReactorsDialog = ({ open, chatId, id, first }: ReactorsDialogProps) => {
  const t = useT()
  const format = useFormat()
  const [shown, setShown] = useState(first ?? allReactions)
  const [list, setList] = useState<Reactions['list']>([])
  const options = [
    { value: allReactions, label: t('allReactions') },
    ...list.map(({ emoji, count }) => ({ value: emoji, label: `${emoji} ${format.number(count)}` })),
  ]
  return (
    <Dialog open={open} onClose={closeDialog} title={t('whoReacted')}>
      {list.length > 0 && (
        <div className="mb-12">
          <Segments label={t('reactions')} labelHidden value={shown} options={options} onChange={setShown} />
        </div>
      )}
      <ReactorList
        key={shown}
        {...{ chatId, id }}
        emoji={shown === allReactions ? undefined : shown}
        onCounted={setList}
      />
    </Dialog>
  )
}
