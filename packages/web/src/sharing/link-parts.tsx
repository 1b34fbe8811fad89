import { Copy, Link2Off, QrCode as QrIcon } from 'lucide-react'
import { useState } from 'react'
import { useFormat, useT } from '../i18n'
import { durationText, linkChoices, useChoices } from '../i18n/durations'
import { Button, IconButton, toast } from '../ui'
import { Segments } from '../ui/segments'
import { copyText } from './copy-text'
import { QrCode } from './qr-code'

interface LinkRowProps {
  readonly url: string
  /** How long and for how many people it works. */
  readonly note: string
  readonly qrLabel: string
  readonly onRevoke: () => void
}

/** A link in a list, with buttons to copy it, show its QR code and revoke it. */
export const LinkRow = ({ url, note, qrLabel, onRevoke }: LinkRowProps) => {
  const t = useT()
  const [shown, setShown] = useState(false)
  const copy = async () => toast(t((await copyText(url, null)) ? 'copied' : 'copyRefused'))
  return (
    <li className="py-8 hairline-b last:shadow-none">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <p className="truncate text-ui text-text" dir="ltr">
            {url.replace(/^https?:\/\//, '')}
          </p>
          <p className="text-meta text-text-2">{note}</p>
        </div>
        <IconButton icon={Copy} label={t('copyLink')} onClick={() => void copy()} />
        <IconButton icon={QrIcon} label={t('showQr')} aria-expanded={shown} onClick={() => setShown(!shown)} />
        <IconButton icon={Link2Off} label={t('revokeLink')} onClick={onRevoke} className="text-danger" />
      </div>
      {shown && (
        <div className="mx-auto my-12 w-full max-w-[220px] rounded-12 shadow-[0_0_0_1px_var(--color-border)]">
          <QrCode text={url} label={qrLabel} />
        </div>
      )}
    </li>
  )
}

/** Creates a link, with a choice of its duration and number of uses. */
export const NewLink = ({ onCreate }: { readonly onCreate: (forMs: number, uses: number) => Promise<void> }) => {
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
