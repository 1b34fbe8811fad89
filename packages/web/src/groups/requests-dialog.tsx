import type { ChatId, JoinRequest } from '@parley/protocol'
import { useCallback, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { useClient } from '../lib/client'
import { useMinute } from '../lib/clock'
import { usePaged } from '../people/paged'
import { PersonLine } from '../people/person-row'
import { rememberUsers, useUser } from '../people/use-user'
import { Button } from '../ui'
import { orToast } from '../ui/problem'
import { PeoplePages } from './people-pages'

interface RequestRowProps {
  readonly request: JoinRequest
  readonly onAnswer: (accept: boolean) => Promise<void>
}

const RequestRow = ({ request, onAnswer }: RequestRowProps) => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute()
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
      <PersonLine user={user} note={t('askedAgo', { ago: format.ago(request.at, nowMs) })} />
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

/** The join requests of a group. */
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
  const pages = usePaged(load)
  const answer = async ({ userId }: JoinRequest, accept: boolean) => {
    if (await orToast(t, client.call('groups.answerRequest', { chatId, userId, accept })))
      pages.drop((row) => row.userId === userId)
  }
  return (
    <PeoplePages open={open} title={t('joinRequests')} nobody={t('noRequests')} pages={pages}>
      {(request) => (
        <RequestRow key={request.userId} request={request} onAnswer={(accept) => answer(request, accept)} />
      )}
    </PeoplePages>
  )
}
