import type { ChatId, MessageId, Result } from '@parley/protocol'
import { useEffect, useState } from 'react'
import { closeDialog } from '../../dialogs/dialog-store'
import type { ShellDialogProps } from '../../dialogs/shell-dialog-props'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { PersonEntry } from '../../people/person-entry'
import { Dialog, Spinner } from '../../ui'
import { problemText } from '../../ui/problem'

const Readers = ({ count, userIds }: Result<'messages.receipts'>) => {
  const t = useT()
  if (count === 0 || !userIds)
    return (
      <p className="text-ui font-400 text-text-2">{count === 0 ? t('readByNobody') : t('readByCount', { count })}</p>
    )
  return (
    <ul className="-mx-12 m-0 list-none p-0">
      {userIds.map((userId) => (
        <PersonEntry key={userId} userId={userId} />
      ))}
    </ul>
  )
}

interface ReadersDialogProps extends ShellDialogProps {
  readonly chatId: ChatId
  readonly id: MessageId
}

/** The readers of an own message: their names if they are visible, else their number. */
export const ReadersDialog = ({ open, chatId, id }: ReadersDialogProps) => {
  const t = useT()
  const client = useClient()
  const [readers, setReaders] = useState<Result<'messages.receipts'>>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    client.call('messages.receipts', { chatId, id }).then(setReaders, (thrown) => setProblem(problemText(t, thrown)))
  }, [client, chatId, id, t])
  return (
    <Dialog open={open} onClose={closeDialog} title={t('readByTitle')}>
      <div className="min-h-56" aria-live="polite" aria-busy={!readers && !problem}>
        {readers ? <Readers {...readers} /> : problem ? <p role="alert">{problem}</p> : <Spinner size={24} />}
      </div>
    </Dialog>
  )
}
