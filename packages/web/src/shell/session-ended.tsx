import { useSelector } from '../client'
import { useT } from '../i18n'
import { sessionEnded } from '../session'
import { Button, Dialog } from '../ui'

/** Says that the session is over; what was being written stays in the local store. */
export const SessionEndedDialog = () => {
  const t = useT()
  const { phase, ended } = useSelector((state) => state.connection)
  const disabled = ended === 'account_disabled'
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
