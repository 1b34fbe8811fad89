import type { ChatId, GroupLink } from '@parley/protocol'
import { useCallback, useEffect, useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { useFormat, useT } from '../i18n'
import { endText } from '../i18n/durations'
import { useClient, useSelector } from '../lib/client'
import { useMemberName } from '../people/chat-name'
import { rememberUsers } from '../people/use-user'
import { withLink, withoutLink } from '../sharing/link-list'
import { type LinkOrigin, LinkOriginNote, useLinkOrigin } from '../sharing/link-origin'
import { LinkRow, NewLink } from '../sharing/link-parts'
import { Dialog, Skeleton, toast } from '../ui'
import { orToast } from '../ui/problem'

/** The valid links of a group, and the actions on them. */
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

interface MadeLinkProps {
  readonly link: GroupLink
  readonly origin: LinkOrigin
  readonly onRevoke: () => void
}

const MadeLink = ({ link, origin, onRevoke }: MadeLinkProps) => {
  const t = useT()
  const format = useFormat()
  const name = useMemberName(link.chatId, link.makerId)
  const note = t('linkLeft', { name, date: endText(format, link.expiresAt), count: link.usesLeft })
  return <LinkRow url={origin.of(link.url)} note={note} qrLabel={t('groupQr')} onRevoke={onRevoke} />
}

/** The invite links of a group. */
export const LinksDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const { links, create, revoke } = useLinks(chatId)
  const origin = useLinkOrigin()
  const approval = useSelector((state) => state.chats.get(chatId)?.chat.joinPolicy === 'approval')
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('groupLinks')}
      description={t(approval ? 'groupLinksApproval' : 'groupLinksBody')}
      width={560}
    >
      <LinkOriginNote origin={origin} url={links?.[0]?.url} />
      <NewLink onCreate={create} />
      {links === undefined && <Skeleton className="mt-12 h-44 w-full" />}
      {links?.length === 0 && <p className="pt-16 text-center text-small text-text-2">{t('noLinks')}</p>}
      <ul className="m-0 list-none p-0 pt-8">
        {links?.map((link) => (
          <MadeLink key={link.code} link={link} origin={origin} onRevoke={() => void revoke(link)} />
        ))}
      </ul>
    </Dialog>
  )
}
