import type { FileBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../i18n'
import { canPlay } from '../../media/can-play'
import { captionOf } from '../../media/caption-of'
import { isAudio } from '../../media/file-box'
import { fileIcon } from '../../media/file-icon'
import { plainName } from '../../media/file-name'
import { useLoad } from '../../media/loads-itself'
import { Ring } from '../../media/ring'
import { FileName } from '../../media/shown-name'
import { sourceMessage } from '../../media/source-message'
import { useMedia } from '../../media/use-media'
import { useSteadyUrl } from '../../media/use-steady-url'
import styles from './file-content.module.css'
import messageStyles from './message-row.module.css'
import { MessageText } from './message-text'
import { useUpload } from './upload-ring'

type FileInfo = Pick<FileBody, 'mediaId' | 'name' | 'mime' | 'size'>

interface FileProps {
  readonly message: TimelineMessage
  readonly file: FileInfo
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

const Tile = ({ file, children }: { readonly file: FileInfo; readonly children?: ReactNode }) => {
  const Icon = fileIcon(file)
  return (
    <span className={styles.tile}>
      <Icon size={22} strokeWidth={1.75} aria-hidden />
      {children}
    </span>
  )
}

/** A file that is being sent: its progress, and buttons that stop it. */
const WaitingFile = ({ message, file, reachable }: FileProps) => {
  const t = useT()
  const format = useFormat()
  const { status, progress } = message
  const { hold, cancel, paused } = useUpload(message)
  const size = format.bytes(file.size)
  const done = progress === undefined ? size : t('uploadedOf', { done: format.bytes(progress * file.size), size })
  const held = paused ? t('statusPaused') : status === 'checking' ? t('statusChecking') : undefined
  return (
    <div className={styles.file}>
      <Tile file={file}>{status === 'sending' && <Ring share={progress} />}</Tile>
      <span className={styles.name}>
        <FileName name={file.name} />
      </span>
      <span className={styles.size}>{held === undefined ? done : `${held} · ${done}`}</span>
      {status !== 'failed' && (
        <span className={styles.acts}>
          {[hold, cancel].map(({ icon: Icon, label, run }) => (
            <button
              key={label}
              type="button"
              tabIndex={reachable ? 0 : -1}
              aria-label={label}
              title={label}
              onClick={run}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
            </button>
          ))}
        </span>
      )}
    </div>
  )
}

/** A stored file. A click downloads it. */
const StoredFile = ({ message, file, reachable }: FileProps) => {
  const t = useT()
  const format = useFormat()
  const source = useMedia(file.mediaId, sourceMessage(message))
  const size = format.bytes(file.size)
  return (
    <a
      className={styles.file}
      href={source?.url ?? source?.sizes.at(-1)?.url}
      download={file.name}
      tabIndex={reachable ? 0 : -1}
      data-open-media
    >
      <span className="sr-only">{t('downloadFile', { name: plainName(file.name), size })}</span>
      <Tile file={file} />
      <span className={styles.name} aria-hidden>
        <FileName name={file.name} />
      </span>
      <span className={styles.size} aria-hidden>
        {size}
      </span>
      <Download className={styles.download} size={18} strokeWidth={1.75} aria-hidden />
    </a>
  )
}

const Player = ({ message, file, reachable }: FileProps) => {
  const { loads } = useLoad('files', file.mediaId)
  const { url, failed } = useSteadyUrl(message, file.mediaId)
  return (
    <audio
      className={styles.player}
      src={url}
      controls
      preload={loads ? 'metadata' : 'none'}
      tabIndex={reachable ? 0 : -1}
      onError={() => void failed()}
    >
      <track kind="captions" />
    </audio>
  )
}

interface FileContentProps {
  readonly message: TimelineMessage
  readonly body: FileBody
  readonly meta: ReactNode
  readonly reachable: boolean
}

/** A file with its name and size, a player for audio, and its caption. */
export const FileContent = ({ message, body, meta, reachable }: FileContentProps) => {
  const caption = 'caption' in body ? body.caption : undefined
  const Line = message.seq === undefined ? WaitingFile : StoredFile
  return (
    <div className={styles.content}>
      <Line message={message} file={body} reachable={reachable} />
      {isAudio(body) && (
        <div className={styles.sound}>
          {canPlay(body.mime) && <Player message={message} file={body} reachable={reachable} />}
        </div>
      )}
      {caption === undefined ? (
        <div className={styles.foot}>{meta}</div>
      ) : (
        <div className={messageStyles.text} data-message-text dir="auto">
          <MessageText message={message} of={captionOf(body, caption)} reachable={reachable} />
          {meta}
        </div>
      )}
    </div>
  )
}
