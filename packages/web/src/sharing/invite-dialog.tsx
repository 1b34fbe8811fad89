import type { Invite } from '@parley/protocol'
import { Copy, Share2, SlidersHorizontal } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useFormat, useT } from '../i18n'
import { endText } from '../i18n/durations'
import { useClient } from '../lib/client'
import { Button, Dialog, Skeleton, TextField, toast } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { orToast, problemText } from '../ui/problem'
import { copyText } from './copy-text'
import { withLink, withoutLink } from './link-list'
import { type LinkOrigin, LinkOriginNote, useLinkOrigin } from './link-origin'
import { LinkRow, NewLink } from './link-parts'
import { QrCode } from './qr-code'

/** The user's valid links, newest first. There is always at least one. */
const useInvites = () => {
  const t = useT()
  const client = useClient()
  const [links, setLinks] = useState<readonly Invite[]>()
  const [problem, setProblem] = useState<string>()
  const [chosen, setChosen] = useState<string>()
  const load = useCallback(async () => {
    setProblem(undefined)
    try {
      await client.call('invites.create', {})
      setLinks((await client.call('invites.list', {})).links)
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
  }, [client, t])
  useEffect(() => {
    void load()
  }, [load])
  const create = async (forMs: number, uses: number) => {
    const made = await orToast(t, client.call('invites.create', { forMs, uses }))
    if (!made) return
    setLinks((before) => withLink(before, made))
    setChosen(made.code)
  }
  const revoke = async ({ code }: Invite) => {
    if (!links || !(await orToast(t, client.call('invites.revoke', { code })))) return
    const left = withoutLink(links, code)
    if (left.length > 0) setLinks(left)
    else await load()
    toast(t(left.length > 0 ? 'linkRevoked' : 'inviteRevoked'))
  }
  return { links, problem, chosen, load, create, revoke }
}

const LinkField = ({ url, fresh }: { readonly url: string; readonly fresh: boolean }) => {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  // Runs with the change that shows it: the clicked button is gone by then, and the dialog would otherwise move the
  // focus elsewhere.
  useLayoutEffect(() => {
    if (fresh && url) giveFocus(field.current)
  }, [fresh, url])
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

interface ShownLinkProps {
  readonly invite: Invite
  readonly origin: LinkOrigin
  /** Whether it was just created. */
  readonly fresh: boolean
  readonly onRevoke: () => void
}

/** The link to share. */
const ShownLink = ({ invite, origin, fresh, onRevoke }: ShownLinkProps) => {
  const t = useT()
  const format = useFormat()
  const url = origin.of(invite.url)
  return (
    <>
      <LinkOriginNote origin={origin} url={invite.url} />
      <div className="mx-auto mb-16 w-full max-w-[220px] rounded-12 shadow-[0_0_0_1px_var(--color-border)]">
        <QrCode text={url} label={t('inviteQr')} />
      </div>
      <LinkField url={url} fresh={fresh} />
      <div className="mt-12 flex flex-wrap items-center justify-between gap-8 text-meta text-text-3">
        <span>{t('inviteExpires', { date: endText(format, invite.expiresAt), count: invite.usesLeft })}</span>
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

/** Creates another link, with any duration and number of uses. */
const NewInvite = ({ onCreate }: { readonly onCreate: (forMs: number, uses: number) => Promise<void> }) => {
  const t = useT()
  const [open, setOpen] = useState(false)
  return (
    <div className="mt-12">
      <Button kind="ghost" className="-ms-16" aria-expanded={open} onClick={() => setOpen(!open)}>
        <SlidersHorizontal size={18} strokeWidth={1.75} aria-hidden />
        {t('chooseLink')}
      </Button>
      {open && (
        <div className="mt-8">
          <NewLink onCreate={onCreate} />
        </div>
      )}
    </div>
  )
}

interface OtherLinksProps {
  readonly links: readonly Invite[]
  readonly origin: LinkOrigin
  readonly onRevoke: (link: Invite) => void
}

const OtherLinks = ({ links, origin, onRevoke }: OtherLinksProps) => {
  const t = useT()
  const format = useFormat()
  if (links.length === 0) return null
  return (
    <section className="mt-12">
      <h3 className="text-small font-500 text-text-2">{t('otherLinks')}</h3>
      <ul className="m-0 list-none p-0">
        {links.map((link) => (
          <LinkRow
            key={link.code}
            url={origin.of(link.url)}
            note={t('inviteExpires', { date: endText(format, link.expiresAt), count: link.usesLeft })}
            qrLabel={t('inviteQr')}
            onRevoke={() => onRevoke(link)}
          />
        ))}
      </ul>
    </section>
  )
}

/** Links and QR codes that bring a new person into a chat with the user. */
export const InviteDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const { links, problem, chosen, load, create, revoke } = useInvites()
  const origin = useLinkOrigin()
  const [first, ...others] = links ?? []
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
      {problem === undefined && !first && <Skeleton className="mx-auto aspect-square w-full max-w-[220px]" />}
      {problem === undefined && first && (
        <>
          <ShownLink invite={first} origin={origin} fresh={first.code === chosen} onRevoke={() => void revoke(first)} />
          <NewInvite key={chosen} onCreate={create} />
          <OtherLinks links={others} origin={origin} onRevoke={(link) => void revoke(link)} />
        </>
      )}
    </Dialog>
  )
}
