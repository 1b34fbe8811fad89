import { MessageSquarePlus, QrCode } from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { Button } from '../ui'

/** Below the list of somebody who has nobody to write to yet: how to find people. */
export const FirstSteps = () => {
  const t = useT()
  return (
    <div className="m-4 mt-16 rounded-12 p-16 shadow-[inset_0_0_0_1px_var(--color-border)]">
      <h2 className="text-ui font-600 text-text">{t('noChatsTitle')}</h2>
      <p className="mt-2 mb-12 text-small text-pretty text-text-2">{t('noChatsBody')}</p>
      <div className="flex flex-wrap gap-8">
        <Button size="small" onClick={() => openDialog({ name: 'newChat' })}>
          <MessageSquarePlus size={16} strokeWidth={1.75} aria-hidden />
          {t('newChat')}
        </Button>
        <Button kind="secondary" size="small" onClick={() => openDialog({ name: 'invite' })}>
          <QrCode size={16} strokeWidth={1.75} aria-hidden />
          {t('invitePeople')}
        </Button>
      </div>
    </div>
  )
}
