import { FileText, Play } from 'lucide-react'
import type { Attached } from './attached-store'
import { endingOf } from './file-name'
import styles from './file-thumb.module.css'

/** What a chosen file looks like: its picture, a frame of it, or its ending. Fills the box around it. */
export const FileThumb = ({ item: { file, url, visual } }: { readonly item: Attached }) => {
  if (!url)
    return (
      <span className={styles.file} aria-hidden>
        <FileText size={20} strokeWidth={1.75} />
        <span>{endingOf(file.name).slice(0, 5)}</span>
      </span>
    )
  return (
    <>
      <img className={styles.picture} src={url} alt="" draggable={false} />
      {visual?.type === 'video' && (
        <span className={styles.video} aria-hidden>
          <Play size={14} strokeWidth={2} fill="currentcolor" />
        </span>
      )}
    </>
  )
}
