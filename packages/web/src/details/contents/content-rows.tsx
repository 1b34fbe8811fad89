import type { FileBody, VoiceBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Link2, LocateFixed, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { VoiceRow } from '../../chat/rows/voice-row'
import { useFormat, useT } from '../../i18n'
import { fileIcon } from '../../media/file-icon'
import { FileName } from '../../media/shown-name'
import { sourceMessage } from '../../media/source-message'
import { useMedia } from '../../media/use-media'
import { showInChat } from '../../navigation/show-in-chat'
import { useMemberName } from '../../people/chat-name'
import { IconButton } from '../../ui'
import type { Entry } from './entries'
import { shownAddress } from './shown-address'

/** The height of a row, in px, before it is measured. */
export const rowPx = 64

const rowClass =
  'flex min-h-64 min-w-0 flex-1 items-center gap-12 rounded-8 px-12 py-8 text-start text-text no-underline hover:bg-hover'

const Tile = ({ icon: Icon }: { readonly icon: LucideIcon }) => (
  <span aria-hidden className="grid size-40 shrink-0 place-items-center rounded-10 bg-selected text-accent">
    <Icon size={20} strokeWidth={1.75} />
  </span>
)

/** The sender and the time. A long name leaves space for the time. */
const About = ({ message: { chatId, senderId, at } }: { readonly message: TimelineMessage }) => {
  const format = useFormat()
  return (
    <span className="flex min-w-0">
      <bdi className="truncate">{useMemberName(chatId, senderId)}</bdi>
      <span className="shrink-0 whitespace-pre"> · {format.listTime(at)}</span>
    </span>
  )
}

interface RowProps {
  readonly message: TimelineMessage
  readonly children: ReactNode
}

/** The button at the end of a row jumps to its message. */
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
  /** Precedes the sender. */
  readonly size?: string
  readonly message: TimelineMessage
}

const Texts = ({ title, size, message }: TextsProps) => (
  <span className="min-w-0 flex-1">
    <span className="block text-ui">{title}</span>
    <span className="flex text-meta text-text-2">
      {size && <span className="shrink-0 whitespace-pre">{size} · </span>}
      <About message={message} />
    </span>
  </span>
)

const FileRow = ({ message, file }: { readonly message: TimelineMessage; readonly file: FileBody }) => {
  const format = useFormat()
  const url = useMedia(file.mediaId, sourceMessage(message))?.url
  return (
    <Row message={message}>
      <a href={url} download={file.name} className={rowClass}>
        <Tile icon={fileIcon(file)} />
        <Texts title={<FileName name={file.name} />} size={format.bytes(file.size)} message={message} />
      </a>
    </Row>
  )
}

const SoundRow = ({ message, voice }: { readonly message: TimelineMessage; readonly voice: VoiceBody }) => (
  <Row message={message}>
    <div className="min-w-0 flex-1 px-12 py-6">
      <VoiceRow message={message} body={voice} meta={<About message={message} />} reachable />
    </div>
  </Row>
)

const LinkRow = ({ message, href }: { readonly message: TimelineMessage; readonly href: string }) => (
  <Row message={message}>
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href} className={rowClass}>
      <Tile icon={Link2} />
      <Texts title={<bdi className="block truncate">{shownAddress(href)}</bdi>} message={message} />
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
