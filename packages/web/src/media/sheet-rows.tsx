import type { ChatId } from '@parley/protocol'
import { CircleAlert, GripVertical, X } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Key, useFormat, useT } from '../i18n'
import { useClient } from '../lib/client'
import { giveFocus } from '../ui/give-focus'
import { sentBytes } from './attached'
import type { Attached, Attachments } from './attached-store'
import { detach, moveTo } from './attaching'
import { fileKind } from './file-kind'
import { plainName } from './file-name'
import { FileThumb } from './file-thumb'
import styles from './send-sheet.module.css'
import { FileName } from './shown-name'

/** The height of a row and the gap between rows, in px. */
const rowPx = 64

interface SheetRowsProps {
  readonly chatId: ChatId
  readonly attachments: Attachments
  /** The largest allowed file, in bytes. */
  readonly most: number
}

const sortOf = (
  { file, visual, reading }: Attached,
  asFiles: boolean,
): Key & ('picture' | 'video' | 'anyFile' | 'readingFile' | 'pictureAsFile') => {
  if (asFiles) return 'anyFile'
  if (reading) return 'readingFile'
  if (!visual) return fileKind({ name: file.name, mime: file.bytes.type }) === 'picture' ? 'pictureAsFile' : 'anyFile'
  return visual.type === 'image' ? 'picture' : 'video'
}

/** Dragging a row this close to an edge scrolls the list, in px. */
const edgePx = 24
const scrollPx = 12

interface DragOptions {
  readonly list: RefObject<HTMLElement | null>
  readonly count: number
  readonly onMove: (key: number, to: number) => void
}

/** Drags a row by its handle. The other rows make space at once. */
const useDrag = (options: DragOptions) => {
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const [dragged, setDragged] = useState<number>()
  const move = (key: number, clientY: number) => {
    const { list, count, onMove } = latest.current
    if (!list.current) return
    const { top, bottom } = list.current.getBoundingClientRect()
    if (clientY < top + edgePx) list.current.scrollTop -= scrollPx
    if (clientY > bottom - edgePx) list.current.scrollTop += scrollPx
    const to = Math.floor((clientY - top + list.current.scrollTop) / rowPx)
    onMove(key, Math.max(0, Math.min(count - 1, to)))
  }
  const start = (event: PointerEvent<HTMLElement>, key: number) => {
    if (event.button !== 0) return
    setDragged(key)
    // The row moves in the document while it is dragged, and no longer gets pointer events.
    const end = new AbortController()
    const stop = () => {
      end.abort()
      setDragged(undefined)
    }
    const { signal } = end
    window.addEventListener('pointermove', ({ clientY }) => move(key, clientY), { signal })
    window.addEventListener('pointerup', stop, { signal })
    window.addEventListener('pointercancel', stop, { signal })
  }
  return { dragged, start }
}

interface FactsProps extends Pick<SheetRowsProps, 'attachments' | 'most'> {
  readonly item: Attached
}

/** The kind of a file and its size, or the progress of a video's conversion. */
const Facts = ({ item, attachments, most }: FactsProps) => {
  const t = useT()
  const format = useFormat()
  const { reading, converted } = item
  const waits = reading && !attachments.asFiles
  const bytes = sentBytes(item, attachments)
  if (waits && converted !== undefined)
    return <span className={styles.facts}>{t('convertingVideo', { percent: format.percent(converted) })}</span>
  if (waits || bytes <= most)
    return <span className={styles.facts}>{`${t(sortOf(item, attachments.asFiles))} · ${format.bytes(bytes)}`}</span>
  return (
    <span className={styles.facts} data-wrong>
      <CircleAlert size={14} strokeWidth={2} aria-hidden />
      {t('fileTooLarge', { size: format.bytes(bytes), most: format.bytes(most) })}
    </span>
  )
}

/** The chosen files in the order of sending. Each has a handle to move it, with a pointer or the arrow keys. */
export const SheetRows = ({ chatId, attachments, most }: SheetRowsProps) => {
  const t = useT()
  const client = useClient()
  const list = useRef<HTMLUListElement>(null)
  const [moved, setMoved] = useState<{ readonly key: number; readonly at: number }>()
  const [removedAt, setRemovedAt] = useState<number>()
  const { items } = attachments
  const remove = (key: number, at: number) => {
    detach(client, chatId, key)
    setRemovedAt(at)
  }
  const move = (key: number, to: number) => {
    if (to < 0 || to >= items.length || items[to]?.key === key) return
    moveTo(client, chatId, { key, to })
    setMoved({ key, at: to })
  }
  const { dragged, start } = useDrag({ list, count: items.length, onMove: move })
  // A row that moves in the document loses the focus.
  useEffect(() => {
    if (moved) giveFocus(list.current?.querySelector<HTMLElement>(`[data-handle="${moved.key}"]`))
  }, [moved])
  // The button that removed a row is gone with it. The next one gets the focus, or the last.
  useEffect(() => {
    if (removedAt === undefined) return
    setRemovedAt(undefined)
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? []
    giveFocus(buttons[Math.min(removedAt, buttons.length - 1)])
  }, [removedAt])
  const onKeyDown = (event: KeyboardEvent, key: number, at: number) => {
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    move(key, to)
  }
  return (
    <>
      <ul ref={list} className={styles.rows} aria-label={t('filesToSend', { count: items.length })}>
        {items.map((item, at) => {
          const { key, file } = item
          const name = plainName(file.name)
          return (
            <li key={key} className={styles.row} data-dragged={dragged === key || undefined}>
              {items.length > 1 && (
                <button
                  type="button"
                  className={styles.handle}
                  data-handle={key}
                  aria-label={t('moveFile', { name })}
                  title={t('moveFileHint')}
                  onKeyDown={(event) => onKeyDown(event, key, at)}
                  onPointerDown={(event) => start(event, key)}
                >
                  <GripVertical size={18} strokeWidth={1.75} aria-hidden />
                </button>
              )}
              <span className={styles.thumb}>
                <FileThumb item={item} />
              </span>
              <span className={styles.words}>
                <FileName name={file.name} />
                <Facts item={item} attachments={attachments} most={most} />
              </span>
              <button
                type="button"
                className={styles.remove}
                aria-label={t('removePicture', { name })}
                data-remove
                onClick={() => remove(key, at)}
              >
                <X size={18} strokeWidth={1.75} aria-hidden />
              </button>
            </li>
          )
        })}
      </ul>
      <span className="sr-only" role="status">
        {moved && t('movedTo', { at: moved.at + 1, count: items.length })}
      </span>
    </>
  )
}
