import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useOwnStatus } from '../people/own-avatar'
import { ownStatuses } from '../people/own-status'
import { statusChange } from '../people/status-now'
import { Button } from '../ui'
import { orToast } from '../ui/problem'
import { Segments } from '../ui/segments'

/** The user's status. It is here too, since phones have no rail. */
export const OwnStatusSection = () => {
  const t = useT()
  const client = useClient()
  const known = useSelector((state) => state.preferences !== undefined)
  const { status, text, until } = useOwnStatus()
  if (!known) return null
  return (
    <div className="mt-16 flex flex-col gap-8">
      <Segments
        label={t('ownStatus')}
        value={status}
        options={ownStatuses.map((one) => ({ value: one.status, label: t(one.label) }))}
        onChange={(next) => void orToast(t, client.call('presence.set', statusChange(next, { text, until })))}
      />
      {status === 'invisible' && <p className="text-meta text-text-2">{t('invisibleHint')}</p>}
      <div>
        <Button kind="secondary" onClick={() => openDialog({ name: 'status' })}>
          {text ?? t('setStatusText')}
        </Button>
      </div>
    </div>
  )
}
