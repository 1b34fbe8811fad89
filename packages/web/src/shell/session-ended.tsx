import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { sessionEnded } from '../lib/session'
import { Button, Dialog } from '../ui'

const reload = () => location.reload()

/** Says that the session has ended. Unsent text stays in the local store. */
export const SessionEndedDialog = () => {
  const t = useT()
  const { phase, ended } = useSelector((state) => state.connection)
  const disabled = ended === 'account_disabled'
  if (ended === 'too_many_connections') {
    return (
      <Dialog
        alert
        open={phase === 'ended'}
        onClose={reload}
        title={t('tooManyConnectionsTitle')}
        description={t('tooManyConnectionsBody')}
        footer={<Button onClick={reload}>{t('useHere')}</Button>}
      >
        {null}
      </Dialog>
    )
  }
  return (
    <Dialog
      alert
      open={phase === 'ended'}
      onClose={sessionEnded}
      title={t(disabled ? 'accountDisabledTitle' : 'sessionEndedTitle')}
      description={t(disabled ? 'accountDisabledBody' : 'sessionEndedBody')}
      footer={<Button onClick={sessionEnded}>{t('signIn')}</Button>}
    >
      {null}
    </Dialog>
  )
}
