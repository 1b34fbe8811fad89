import type { Invite } from '@parley/protocol'
import { Copy, Share2 } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../client'
import { useFormat, useT } from '../i18n'
import { orToast, problemText } from '../problem'
import { Button, Dialog, Skeleton, TextField, toast } from '../ui'
import { copyText } from './copy-text'
import { closeDialog } from './dialog-store'
import { QrCode } from './qr-code'
import type { ShellDialogProps } from './shell-dialog-props'

const useInvite = () => {
  const t = useT()
  const client = useClient()
  const [invite, setInvite] = useState<Invite>()
  const [problem, setProblem] = useState<string>()
  const load = useCallback(async () => {
    setProblem(undefined)
    try {
      setInvite(await client.call('invites.create', {}))
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
  }, [client, t])
  useEffect(() => {
    void load()
  }, [load])
  const revoke = async () => {
    if (!invite || !(await orToast(t, client.call('invites.revoke', { code: invite.code })))) return
    await load()
    toast(t('inviteRevoked'))
  }
  return { invite, problem, load, revoke }
}

const LinkField = ({ url }: { readonly url: string }) => {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => toast(t((await copyText(url, field.current)) ? 'copied' : 'copyFailed'))
  const share = 'share' in navigator
  return (
    <div className="flex flex-col gap-12">
      <TextField
        ref={field}
        label={t('inviteLink')}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-8">
        <Button className="flex-1" onClick={() => void copy()}>
          <Copy size={18} strokeWidth={1.75} aria-hidden />
          {t('copyLink')}
        </Button>
        {share && (
          <Button
            kind="secondary"
            className="flex-1"
            onClick={() => void navigator.share({ url }).catch(() => undefined)}
          >
            <Share2 size={18} strokeWidth={1.75} aria-hidden />
            {t('shareLink')}
          </Button>
        )}
      </div>
    </div>
  )
}

const Loaded = ({ invite, onRevoke }: { readonly invite: Invite; readonly onRevoke: () => void }) => {
  const t = useT()
  const format = useFormat()
  return (
    <>
      <div className="mx-auto mb-16 w-full max-w-[220px] rounded-12 shadow-[0_0_0_1px_var(--color-border)]">
        <QrCode text={invite.url} label={t('inviteQr')} />
      </div>
      <LinkField url={invite.url} />
      <div className="mt-12 flex flex-wrap items-center justify-between gap-8 text-meta text-text-3">
        <span>{t('inviteExpires', { date: format.date(invite.expiresAt), count: invite.usesLeft })}</span>
        <button
          type="button"
          onClick={onRevoke}
          className="min-h-24 rounded-4 font-500 text-danger pointer-coarse:min-h-44 hover:underline"
        >
          {t('revokeInvite')}
        </button>
      </div>
    </>
  )
}

/** A link and a QR code that bring a new person into a chat with me. */
export const InviteDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const { invite, problem, load, revoke } = useInvite()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('inviteTitle')} description={t('inviteBody')}>
      {problem !== undefined && (
        <div role="alert" className="flex flex-col items-start gap-12 text-ui text-danger">
          {problem}
          <Button kind="secondary" onClick={() => void load()}>
            {t('retry')}
          </Button>
        </div>
      )}
      {problem === undefined && !invite && <Skeleton className="mx-auto mb-16 aspect-square w-full max-w-[220px]" />}
      {problem === undefined && invite && <Loaded invite={invite} onRevoke={() => void revoke()} />}
    </Dialog>
  )
}
