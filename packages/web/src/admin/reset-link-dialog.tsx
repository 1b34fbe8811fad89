import type { AdminUser, Result } from '@parley/protocol'
import { Copy } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { copyText } from '../sharing/copy-text'
import { LinkOriginNote, useLinkOrigin } from '../sharing/link-origin'
import { Button, Dialog, TextField, toast } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { orToast } from '../ui/problem'

type ResetLink = Result<'admin.resetPassword'>

/** The link, selected for copying. */
const ShownLink = ({ link, name }: { readonly link: ResetLink; readonly name: string }) => {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  const origin = useLinkOrigin()
  const url = origin.of(link.url)
  useLayoutEffect(() => giveFocus(field.current), [])
  const copy = async () => toast(t((await copyText(url, field.current)) ? 'copied' : 'copyFailed'))
  return (
    <div className="flex flex-col gap-12">
      <LinkOriginNote origin={origin} url={link.url} />
      <TextField
        ref={field}
        label={t('resetLink')}
        readOnly
        dir="ltr"
        value={url}
        hint={t('resetLinkNote', { name })}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => void copy()}>
        <Copy size={18} strokeWidth={1.75} aria-hidden />
        {t('copyLink')}
      </Button>
    </div>
  )
}

interface ResetLinkDialogProps {
  /** The owner of the password. They still show while the dialog fades out. */
  readonly person: AdminUser
  readonly open: boolean
  readonly onClose: () => void
}

/** Requests confirmation, then shows a one-time link that sets a person's password. */
export const ResetLinkDialog = ({ person, open, onClose }: ResetLinkDialogProps) => {
  const t = useT()
  const client = useClient()
  const [link, setLink] = useState<ResetLink>()
  const [busy, setBusy] = useState(false)
  const { name } = person
  const make = async () => {
    setBusy(true)
    setLink(await orToast(t, client.call('admin.resetPassword', { userId: person.id })))
    setBusy(false)
  }
  const footer = link ? (
    <Button kind="secondary" onClick={onClose}>
      {t('close')}
    </Button>
  ) : (
    <>
      <Button kind="secondary" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button busy={busy} onClick={() => void make()}>
        {t('createLink')}
      </Button>
    </>
  )
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('resetPersonTitle', { name })}
      description={t('resetPersonBody', { name })}
      footer={footer}
    >
      {link ? <ShownLink link={link} name={name} /> : null}
    </Dialog>
  )
}
