import type { AccountRequestId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useRef, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { SettingsSection } from '../../settings/settings-section'
import { Badge, Button, Skeleton } from '../../ui'
import { giveFocus } from '../../ui/give-focus'
import { ShowMore } from '../../ui/show-more'
import { DeclineDialog } from './decline-dialog'
import { RequestRow } from './request-row'
import type { ShownRequests } from './shown-requests'
import { chosenOf, useAccountRequests } from './use-account-requests'

interface RequestListProps {
  readonly shown: ShownRequests
  readonly onAnswer: (ids: readonly AccountRequestId[], approve: boolean) => Promise<void>
  readonly onMore: () => void
}

/** The waiting requests, to answer one by one or several at once. */
const RequestList = ({ shown, onAnswer, onMore }: RequestListProps) => {
  const t = useT()
  const { requests, more } = shown
  const [picked, setPicked] = useState<ReadonlySet<AccountRequestId>>(new Set())
  const [declining, setDeclining] = useState<readonly AccountRequestId[]>([])
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const all = useRef<HTMLInputElement>(null)
  const chosen = chosenOf(requests, picked).map(({ id }) => id)
  // One call answers this many.
  const choosable = requests.slice(0, limits.accountRequestsPage).map(({ id }) => id)
  const choose = (id: AccountRequestId, on: boolean) =>
    setPicked(new Set(on ? [...chosen, id] : chosen.filter((one) => one !== id)))
  const answer = async (ids: readonly AccountRequestId[], approve: boolean) => {
    setBusy(true)
    await onAnswer(ids.slice(0, limits.accountRequestsPage), approve)
    setBusy(false)
    // The focused button may have gone with its request.
    if (document.activeElement === document.body) giveFocus(all.current)
  }
  const decline = (ids: readonly AccountRequestId[]) => {
    setDeclining(ids)
    setAsking(true)
  }
  return (
    <>
      <div className="flex min-h-44 flex-wrap items-center gap-8 hairline-b">
        <label className="flex flex-1 cursor-pointer items-center gap-12 py-4 pointer-coarse:min-h-44">
          <input
            ref={all}
            type="checkbox"
            checked={chosen.length > 0 && chosen.length >= choosable.length}
            onChange={(event) => setPicked(new Set(event.target.checked ? choosable : []))}
            className="m-0 size-20 shrink-0 accent-accent-solid"
          />
          <span className="text-small text-text-2">
            {chosen.length === 0 ? t('requestsChooseAll') : t('selectedCount', { count: chosen.length })}
          </span>
        </label>
        {chosen.length > 0 && (
          <div className="flex flex-wrap gap-8 py-4">
            <Button kind="secondary" size="small" disabled={busy} onClick={() => decline(chosen)}>
              {t('declineRequest')}
            </Button>
            <Button size="small" busy={busy} onClick={() => void answer(chosen, true)}>
              {t('letIn')}
            </Button>
          </div>
        )}
      </div>
      <ul className="m-0 list-none p-0" aria-label={t('accountRequests')}>
        {requests.map((request) => (
          <RequestRow
            key={request.id}
            request={request}
            chosen={picked.has(request.id)}
            busy={busy}
            onChoose={(on) => choose(request.id, on)}
            onApprove={() => void answer([request.id], true)}
            onDecline={() => decline([request.id])}
          />
        ))}
      </ul>
      {more && <ShowMore onClick={onMore} />}
      <DeclineDialog
        open={asking}
        count={declining.length}
        onClose={() => setAsking(false)}
        onDecline={() => answer(declining, false)}
      />
    </>
  )
}

/** The requests for an account. Hidden while administrators approve none and none wait. */
export const RequestsSection = ({ approving }: { readonly approving: boolean }) => {
  const t = useT()
  const format = useFormat()
  const { shown, answer, loadMore } = useAccountRequests()
  const count = shown?.count ?? 0
  if (!approving && count === 0) return null
  return (
    <SettingsSection
      title={t('accountRequests')}
      body={t('accountRequestsBody')}
      badge={count > 0 && <Badge label={t('requestsWaiting', { count })}>{format.number(count)}</Badge>}
    >
      {!shown && <Skeleton className="h-96 w-full" />}
      {shown?.count === 0 && <p className="text-small text-text-2">{t('noRequests')}</p>}
      {count > 0 && shown && <RequestList shown={shown} onAnswer={answer} onMore={loadMore} />}
    </SettingsSection>
  )
}
