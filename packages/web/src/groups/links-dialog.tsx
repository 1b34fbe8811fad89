import type { ChatId, GroupLink } from '@parley/protocol'
import { Copy, Link2Off, QrCode as QrIcon } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { copyText } from '../dialogs/copy-text'
import { closeDialog } from '../dialogs/dialog-store'
import { QrCode } from '../dialogs/qr-code'
import { useFormat, useT } from '../i18n'
import { useMemberName } from '../people/chat-name'
import { rememberUsers } from '../people/use-user'
import { orToast } from '../problem'
import { Segments } from '../settings/segments'
import { Button, Dialog, IconButton, Skeleton, toast } from '../ui'
import { durationText, linkChoices, useChoices } from './durations'

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
    if (link) setLinks((before = []) => [link, ...before])
  }
  const revoke = async ({ code }: GroupLink) => {
    if (!(await orToast(t, client.call('groups.revokeLink', { chatId, code })))) return
    setLinks((before = []) => before.filter((link) => link.code !== code))
    toast(t('linkRevoked'))
  }
  return { links, create, revoke }
}

interface LinkRowProps {
  readonly link: GroupLink
  readonly onRevoke: () => void
}

const LinkRow = ({ link, onRevoke }: LinkRowProps) => {
  const t = useT()
  const format = useFormat()
  const name = useMemberName(link.chatId, link.makerId)
  const [shown, setShown] = useState(false)
  const copy = async () => toast(t((await copyText(link.url, null)) ? 'copied' : 'copyRefused'))
  return (
    <li className="py-8 hairline-b last:shadow-none">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <p className="truncate text-ui text-text" dir="ltr">
            {link.url.replace(/^https?:\/\//, '')}
          </p>
          <p className="text-meta text-text-2">
            {t('linkLeft', { name, date: format.date(link.expiresAt), count: link.usesLeft })}
          </p>
        </div>
        <IconButton icon={Copy} label={t('copyLink')} onClick={() => void copy()} />
        <IconButton icon={QrIcon} label={t('showQr')} aria-expanded={shown} onClick={() => setShown(!shown)} />
        <IconButton icon={Link2Off} label={t('revokeLink')} onClick={onRevoke} className="text-danger" />
      </div>
      {shown && (
        <div className="mx-auto my-12 w-full max-w-[220px] rounded-12 shadow-[0_0_0_1px_var(--color-border)]">
          <QrCode text={link.url} label={t('groupQr')} />
        </div>
      )}
    </li>
  )
}

const NewLink = ({ onCreate }: { readonly onCreate: (forMs: number, uses: number) => Promise<void> }) => {
  const t = useT()
  const format = useFormat()
  const [forMs, setForMs] = useState<number>(linkChoices[2])
  const [uses, setUses] = useState<number>(useChoices[2])
  const [busy, setBusy] = useState(false)
  const create = async () => {
    setBusy(true)
    await onCreate(forMs, uses)
    setBusy(false)
  }
  return (
    <section aria-label={t('newLink')} className="flex flex-col gap-12 rounded-12 bg-hover p-12">
      <Segments
        label={t('linkLasts')}
        value={String(forMs)}
        options={linkChoices.map((ms) => ({ value: String(ms), label: durationText(t, ms) }))}
        onChange={(ms) => setForMs(Number(ms))}
      />
      <Segments
        label={t('linkUses')}
        value={String(uses)}
        options={useChoices.map((count) => ({ value: String(count), label: format.number(count) }))}
        onChange={(count) => setUses(Number(count))}
      />
      <Button busy={busy} onClick={() => void create()}>
        {t('createLink')}
      </Button>
    </section>
  )
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
          <LinkRow key={link.code} link={link} onRevoke={() => void revoke(link)} />
        ))}
      </ul>
    </Dialog>
  )
}
