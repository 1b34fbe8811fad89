import { Hash, LogIn, MessageSquarePlus, QrCode, SquarePen, Users } from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useConnectionNotice } from '../offline/connection-notice'
import { IconButton, Menu, Spinner } from '../ui'

/** The title shows the state of the connection if connecting takes more than a moment. Nothing moves. */
const Title = () => {
  const t = useT()
  const notice = useConnectionNotice()
  const busy = notice === 'connecting' || notice === 'updating'
  return (
    <h1 className="flex min-w-0 flex-1 items-center gap-8 text-h3 text-text" aria-live="polite">
      {busy && (
        <span className="text-text-3">
          <Spinner />
        </span>
      )}
      <span className="truncate">{busy ? t(notice) : t('chats')}</span>
    </h1>
  )
}

export const ListHeader = () => {
  const t = useT()
  return (
    <header className="flex h-56 shrink-0 items-center gap-4 ps-20 pe-8">
      <Title />
      <Menu
        label={t('newConversation')}
        items={[
          { label: t('newChat'), icon: MessageSquarePlus, onSelect: () => openDialog({ name: 'newChat' }) },
          { label: t('newGroup'), icon: Users, onSelect: () => openDialog({ name: 'newGroup' }) },
          { label: t('joinByLink'), icon: LogIn, onSelect: () => openDialog({ name: 'join' }) },
          { label: t('channels'), icon: Hash, onSelect: () => openDialog({ name: 'channels' }) },
          { label: t('invitePeople'), icon: QrCode, onSelect: () => openDialog({ name: 'invite' }) },
        ]}
      >
        {(trigger) => <IconButton {...trigger} icon={SquarePen} label={t('newConversation')} />}
      </Menu>
    </header>
  )
}
