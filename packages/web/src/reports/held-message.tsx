import type { Media, Message, Report, Result } from '@parley/protocol'
import { Paperclip } from 'lucide-react'
import { useState } from 'react'
import { messagePlainText } from '../chat/rows/message-plain-text'
import { useFormat, useT } from '../i18n'
import { useClient } from '../lib/client'
import { Button } from '../ui'
import { orToast } from '../ui/problem'

/** The files in a message. */
const filesIn = ({ body }: Message): Media[] => {
  switch (body.type) {
    case 'album':
      return [...body.items]
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
      return [{ ...body, kind: body.type } as Media]
    default:
      return []
  }
}

type Addresses = Result<'reports.media'>['media'][number]

interface HeldFileProps {
  readonly file: Media
  readonly addresses: Addresses
}

const HeldFile = ({ file, addresses }: HeldFileProps) => {
  const largest = addresses.sizes.at(-1)?.path
  const shown = 'max-h-[320px] max-w-full rounded-8'
  if (file.kind === 'image')
    return (
      <a href={largest} target="_blank" rel="noreferrer" className="inline-block">
        <img src={largest} alt={file.name} className={shown} />
      </a>
    )
  if (file.kind === 'video')
    return (
      <video controls playsInline preload="metadata" src={addresses.path} className={shown}>
        <track kind="captions" />
      </video>
    )
  if (file.kind === 'voice')
    return (
      <audio controls preload="metadata" src={addresses.path} className="max-w-full">
        <track kind="captions" />
      </audio>
    )
  return (
    <a href={addresses.path} download={file.name} className="text-accent underline">
      <bdi>{file.name}</bdi>
    </a>
  )
}

/** The files of a reported message. They load when the viewer wants to see them. */
const HeldFiles = ({ report, files }: { readonly report: Report; readonly files: readonly Media[] }) => {
  const t = useT()
  const client = useClient()
  const [media, setMedia] = useState<readonly Addresses[]>()
  const [busy, setBusy] = useState(false)
  const load = async () => {
    setBusy(true)
    const found = await orToast(t, client.call('reports.media', { id: report.id }))
    setBusy(false)
    if (found) setMedia(found.media)
  }
  if (!media)
    return (
      <Button kind="secondary" size="small" className="mt-8" busy={busy} onClick={() => void load()}>
        <Paperclip size={16} strokeWidth={1.75} aria-hidden />
        {t('reportShowFiles', { count: files.length })}
      </Button>
    )
  return (
    <ul className="m-0 mt-8 flex list-none flex-col gap-8 p-0">
      {files.map((file) => {
        const addresses = media.find(({ mediaId }) => mediaId === file.mediaId)
        return <li key={file.mediaId}>{addresses ? <HeldFile {...{ file, addresses }} /> : t('reportFileGone')}</li>
      })}
    </ul>
  )
}

/** A reported message as it was when people reported it. */
export const HeldMessage = ({ report, message }: { readonly report: Report; readonly message: Message }) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const files = filesIn(message)
  const said = messagePlainText(message, { t, state: client.state.get(), texts: 'written' })
  const at = message.editedAt ?? message.at
  return (
    <blockquote className="m-0 rounded-10 bg-hover px-12 py-8" data-held-message>
      <p
        dir="auto"
        className="max-h-[320px] overflow-y-auto text-ui font-400 break-words whitespace-pre-wrap text-text"
      >
        {said}
      </p>
      <p className="mt-4 text-meta text-text-2">
        <time dateTime={new Date(at).toISOString()} title={format.full(at)}>
          {format.dateTime(at)}
        </time>
        {message.editedAt !== undefined && <> · {t('edited')}</>}
        {message.forwardedFrom !== undefined && <> · {t('forwarded')}</>}
      </p>
      {files.length > 0 && <HeldFiles report={report} files={files} />}
    </blockquote>
  )
}
