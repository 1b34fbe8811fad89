import type { ChatId, JoinRequest } from '@parley/protocol'
import { useCallback, useState } from 'react'
import { useClient } from '../client'
import { closeDialog } from '../dialogs/dialog-store'
import { useFormat, useT } from '../i18n'
import { PersonLine } from '../people/person-row'
import { rememberUsers, useUser } from '../people/use-user'
import { orToast } from '../problem'
import { Button, Dialog, Skeleton } from '../ui'
import { usePaged } from './paged'

interface RequestRowProps {
  readonly request: JoinRequest
  readonly onAnswer: (accept: boolean) => Promise<void>
}

const RequestRow = ({ request, onAnswer }: RequestRowProps) => {
  const t = useT()
  const format = useFormat()
  const { user } = useUser(request.userId)
  const [busy, setBusy] = useState(false)
  if (!user) return null
  const answer = async (accept: boolean) => {
    setBusy(true)
    await onAnswer(accept)
    setBusy(false)
  }
  const { name } = user
  return (
    <li className="py-4 hairline-b last:shadow-none">
      <PersonLine user={user} note={t('askedAgo', { ago: format.ago(request.at) })} />
      <div className="flex justify-end gap-8 pb-4">
        <Button
          kind="secondary"
          size="small"
          busy={busy}
          aria-label={t('declineName', { name })}
          onClick={() => void answer(false)}
        >
          {t('declineRequest')}
        </Button>
        <Button size="small" busy={busy} aria-label={t('letInName', { name })} onClick={() => void answer(true)}>
          {t('letIn')}
        </Button>
      </div>
    </li>
  )
}

/** Who waits to be let into a group. */
export const RequestsDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const load = useCallback(
    async (after: JoinRequest | undefined) => {
      const page = await client.call('groups.requests', { chatId, ...(after && { after: after.userId }) })
      rememberUsers(page.users)
      return { rows: page.requests, more: page.more }
    },
    [client, chatId],
  )
  const { rows, more, loading, loadMore, drop } = usePaged(load)
  const answer = async ({ userId }: JoinRequest, accept: boolean) => {
    if (await orToast(t, client.call('groups.answerRequest', { chatId, userId, accept })))
      drop((row) => row.userId === userId)
  }
  return (
    <Dialog open={open} onClose={closeDialog} title={t('joinRequests')} width={560}>
      {rows === undefined && <Skeleton className="h-56 w-full" />}
      {rows?.length === 0 && <p className="py-16 text-center text-small text-text-2">{t('noRequests')}</p>}
      <ul className="m-0 list-none p-0">
        {rows?.map((request) => (
          <RequestRow key={request.userId} request={request} onAnswer={(accept) => answer(request, accept)} />
        ))}
      </ul>
      {more && (
        <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
          {t('loadMoreMembers')}
        </Button>
      )}
    </Dialog>
  )
}
