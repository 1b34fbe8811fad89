import { client, useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { ownStatuses, useOwnStatus } from '../people/own-status'
import { statusChange } from '../people/status-now'
import { orToast } from '../problem'
import { Button } from '../ui'
import { Segments } from './segments'

/** What I am shown as, for phones too, which have no rail. */
export const OwnStatusSection = () => {
  const t = useT()
  const known = useSelector((state) => state.preferences !== undefined)
  const { status, text, until } = useOwnStatus()
  if (!known) return null
  return (
    <div className="mt-16 flex flex-col items-start gap-8">
      <Segments
        label={t('ownStatus')}
        value={status}
        options={ownStatuses.map((one) => ({ value: one.status, label: t(one.label) }))}
        onChange={(next) => void orToast(t, client.call('presence.set', statusChange(next, { text, until })))}
      />
      {status === 'invisible' && <p className="text-meta text-text-2">{t('invisibleHint')}</p>}
      <Button kind="secondary" onClick={() => openDialog({ name: 'status' })}>
        {text ?? t('setStatusText')}
      </Button>
    </div>
  )
}
