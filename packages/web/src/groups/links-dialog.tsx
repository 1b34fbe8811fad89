import type { ChatId, GroupLink } from '@parley/protocol'
import { useCallback, useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { closeDialog } from '../dialogs/dialog-store'
import { withLink, withoutLink } from '../dialogs/link-list'
import { LinkRow, NewLink } from '../dialogs/link-parts'
import { useFormat, useT } from '../i18n'
import { useMemberName } from '../people/chat-name'
import { rememberUsers } from '../people/use-user'
import { orToast } from '../problem'
import { Dialog, Skeleton, toast } from '../ui'
import { endText } from './durations'

/** The links of a group that work, and what is done about them. */
const useLinks = (chatId: ChatId) => {
  const t = useT()
  const client = useClient()
  const [links, setLinks] = useState<readonly GroupLink[]>()
  const load = useCallback(async () => {
    const answer = await orToast(t, client.call('groups.links', { chatId }))
    if (!answer) return
    rememberUsers(answer.users)
    setLinks(answer.links)
  }, [client, chatId, t])
  useEffect(() => {
    void load()
  }, [load])
  const create = async (forMs: number, uses: number) => {
    const link = await orToast(t, client.call('groups.createLink', { chatId, forMs, uses }))
    if (link) setLinks((before) => withLink(before, link))
  }
  const revoke = async ({ code }: GroupLink) => {
    if (!(await orToast(t, client.call('groups.revokeLink', { chatId, code })))) return
    setLinks((before) => withoutLink(before, code))
    toast(t('linkRevoked'))
  }
  return { links, create, revoke }
}

const MadeLink = ({ link, onRevoke }: { readonly link: GroupLink; readonly onRevoke: () => void }) => {
  const t = useT()
  const format = useFormat()
  const name = useMemberName(link.chatId, link.makerId)
  const note = t('linkLeft', { name, date: endText(format, link.expiresAt), count: link.usesLeft })
  return <LinkRow url={link.url} note={note} qrLabel={t('groupQr')} onRevoke={onRevoke} />
}

/** Links that bring people into a group. */
export const LinksDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const { links, create, revoke } = useLinks(chatId)
  const approval = useSelector((state) => state.chats.get(chatId)?.chat.joinPolicy === 'approval')
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('groupLinks')}
      description={t(approval ? 'groupLinksApproval' : 'groupLinksBody')}
      width={560}
    >
      <NewLink onCreate={create} />
      {links === undefined && <Skeleton className="mt-12 h-44 w-full" />}
      {links?.length === 0 && <p className="pt-16 text-center text-small text-text-2">{t('noLinks')}</p>}
      <ul className="m-0 list-none p-0 pt-8">
        {links?.map((link) => (
          <MadeLink key={link.code} link={link} onRevoke={() => void revoke(link)} />
        ))}
      </ul>
    </Dialog>
  )
}
