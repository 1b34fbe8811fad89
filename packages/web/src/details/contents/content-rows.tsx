import type { FileBody, VoiceBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Link2, LocateFixed, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { VoiceRow } from '../../chat/rows/voice-row'
import { useFormat, useT } from '../../i18n'
import { fileIcon } from '../../media/file-icon'
import { shownBy } from '../../media/shown-by'
import { FileName } from '../../media/shown-name'
import { useMedia } from '../../media/use-media'
import { useMemberName } from '../../people/chat-name'
import { showInChat } from '../../shell/show-in-chat'
import { IconButton } from '../../ui'
import type { Entry } from './entries'
import { shownAddress } from './links-in'

/** How high a row is, in px, before it is measured. */
export const rowPx = 64

const rowClass =
  'flex min-h-64 min-w-0 flex-1 items-center gap-12 rounded-8 px-12 py-8 text-start text-text no-underline hover:bg-hover'

const Tile = ({ icon: Icon }: { readonly icon: LucideIcon }) => (
  <span aria-hidden className="grid size-40 shrink-0 place-items-center rounded-10 bg-selected text-accent">
    <Icon size={20} strokeWidth={1.75} />
  </span>
)

/** Who sent it, and when. */
const useAbout = ({ chatId, senderId, at }: TimelineMessage): string => {
  const format = useFormat()
  return `${useMemberName(chatId, senderId)} · ${format.listTime(at)}`
}

interface RowProps {
  readonly message: TimelineMessage
  readonly children: ReactNode
}

/** What stands at the end of a row leads to its message. */
const Row = ({ message, children }: RowProps) => {
  const t = useT()
  return (
    <div className="flex items-center px-8">
      {children}
      <IconButton icon={LocateFixed} iconSize={18} label={t('showInChat')} onClick={() => showInChat(message)} />
    </div>
  )
}

interface TextsProps {
  readonly title: ReactNode
  readonly about: string
}

const Texts = ({ title, about }: TextsProps) => (
  <span className="min-w-0 flex-1">
    <span className="block text-ui">{title}</span>
    <bdi className="block truncate text-meta text-text-2">{about}</bdi>
  </span>
)

const FileRow = ({ message, file }: { readonly message: TimelineMessage; readonly file: FileBody }) => {
  const format = useFormat()
  const url = useMedia(file.mediaId, shownBy(message))?.url
  const size = format.bytes(file.size)
  return (
    <Row message={message}>
      <a href={url} download={file.name} className={rowClass}>
        <Tile icon={fileIcon(file)} />
        <Texts title={<FileName name={file.name} />} about={`${size} · ${useAbout(message)}`} />
      </a>
    </Row>
  )
}

const SoundRow = ({ message, voice }: { readonly message: TimelineMessage; readonly voice: VoiceBody }) => (
  <Row message={message}>
    <div className="min-w-0 flex-1 px-12 py-6">
      <VoiceRow
        message={message}
        body={voice}
        meta={<bdi className="min-w-0 truncate">{useAbout(message)}</bdi>}
        reachable
      />
    </div>
  </Row>
)

const LinkRow = ({ message, href }: { readonly message: TimelineMessage; readonly href: string }) => (
  <Row message={message}>
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href} className={rowClass}>
      <Tile icon={Link2} />
      <Texts title={<bdi className="block truncate">{shownAddress(href)}</bdi>} about={useAbout(message)} />
    </a>
  </Row>
)

/** A file, voice message or link of a chat. */
export const ContentRow = ({ message, href }: Pick<Entry, 'message' | 'href'>) => {
  const { body } = message
  if (href !== undefined) return <LinkRow message={message} href={href} />
  if (body.type === 'file') return <FileRow message={message} file={body} />
  return body.type === 'voice' ? <SoundRow message={message} voice={body} /> : null
}
