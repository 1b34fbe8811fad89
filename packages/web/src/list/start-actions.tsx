import { MessageSquarePlus, QrCode, Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Button, cx } from '../ui'

/**
 * Whether the viewer has the only account on this server, as far as they can know: administrators see the number of
 * accounts.
 */
const useOnlyAccount = (): boolean => {
  const client = useClient()
  const isAdmin = useSelector(({ me }) => me?.admin === true)
  const [others, setOthers] = useState(false)
  useEffect(() => {
    if (!isAdmin) return
    client.call('admin.users', {}).then(
      ({ total = 0 }) => setOthers(total > 1),
      // Unknown. An invitation is never wrong.
      () => undefined,
    )
  }, [client, isAdmin])
  return isAdmin && !others
}

/** The first actions for users without contacts. If the server has no other account, the only action is to invite. */
export const StartActions = ({ align = 'center' }: { readonly align?: 'start' | 'center' }) => {
  const t = useT()
  const only = useOnlyAccount()
  const actions = [
    { label: t('newChat'), icon: MessageSquarePlus, primary: !only, run: () => openDialog({ name: 'newChat' }) },
    { label: t('newGroup'), icon: Users, primary: false, run: () => openDialog({ name: 'newGroup' }) },
    { label: t('invitePeople'), icon: QrCode, primary: only, run: () => openDialog({ name: 'invite' }) },
  ].toSorted((a, b) => Number(b.primary) - Number(a.primary))
  return (
    <div className={cx('flex flex-wrap gap-8', align === 'center' && 'justify-center')} data-testid="start-actions">
      {actions.map(({ label, icon: Icon, primary, run }) => (
        <Button key={label} kind={primary ? 'primary' : 'secondary'} onClick={run}>
          <Icon size={18} strokeWidth={1.75} aria-hidden />
          {label}
        </Button>
      ))}
    </div>
  )
}
