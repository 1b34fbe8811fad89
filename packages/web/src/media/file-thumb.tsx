import { FileText, Play } from 'lucide-react'
import type { Attached } from './attached-store'
import { endingOf } from './file-name'

const box =
  'flex size-full flex-col items-center justify-center gap-2 rounded-[inherit] text-caption leading-[14px] text-text-2'

/** The preview of a chosen file: its picture, a frame of it, or its extension. Fills the box around it. */
export const FileThumb = ({ item: { file, url, visual, reading } }: { readonly item: Attached }) => {
  if (reading && !url) return <span className={box} aria-hidden />
  if (!url)
    return (
      <span className={box} aria-hidden>
        <FileText size={20} strokeWidth={1.75} />
        <span>{endingOf(file.name).slice(0, 5)}</span>
      </span>
    )
  return (
    <>
      <img className="size-full rounded-[inherit] object-cover" src={url} alt="" draggable={false} />
      {visual?.type === 'video' && (
        <span
          className="pointer-events-none absolute inset-0 m-auto grid size-28 place-items-center rounded-full bg-[rgb(0_0_0/0.55)] text-white"
          aria-hidden
        >
          <Play size={14} strokeWidth={2} fill="currentcolor" />
        </span>
      )}
    </>
  )
}
