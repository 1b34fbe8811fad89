import { Archive, BellRing, MessageCircle, Users } from 'lucide-react'
import { useStore } from 'zustand'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { listStore } from '../navigation/list-store'
import { Button, EmptyState } from '../ui'

/** Replaces an empty list: says why it is empty, and offers the next step. */
export const NoChats = () => {
  const t = useT()
  const { filter } = useStore(listStore)
  const showAll = () => listStore.setState({ filter: 'all', query: '' })
  if (filter === 'unread' || filter === 'mentions') {
    const action = <Button onClick={showAll}>{t('showAllChats')}</Button>
    return <EmptyState icon={BellRing} title={t('noUnreadTitle')} body={t('noUnreadBody')} action={action} />
  }
  if (filter === 'archive') {
    const action = <Button onClick={showAll}>{t('showAllChats')}</Button>
    return <EmptyState icon={Archive} title={t('noArchiveTitle')} body={t('noArchiveBody')} action={action} />
  }
  if (filter === 'groups') {
    const action = <Button onClick={() => openDialog({ name: 'newGroup' })}>{t('newGroup')}</Button>
    return <EmptyState icon={Users} title={t('noGroupsTitle')} body={t('noGroupsBody')} action={action} />
  }
  const action = <Button onClick={() => openDialog({ name: 'newChat' })}>{t('newChat')}</Button>
  return <EmptyState icon={MessageCircle} title={t('noChatsTitle')} body={t('noChatsBody')} action={action} />
}
