import type { ChatId } from '@parley/protocol'
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { pick } from './attached'

const hasFiles = ({ dataTransfer }: { readonly dataTransfer: DataTransfer | null }): boolean =>
  dataTransfer?.types.includes('Files') ?? false

/** A file that is dropped outside the drop area must not replace the page. */
const useHarmlessDrops = () => {
  useEffect(() => {
    const keep = (event: globalThis.DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', keep)
    window.addEventListener('drop', keep)
    return () => {
      window.removeEventListener('dragover', keep)
      window.removeEventListener('drop', keep)
    }
  }, [])
}

/** Files that are dragged over a chat, or pasted into it, wait beside its composer. */
export const useFileDrop = (chatId: ChatId, open: boolean) => {
  const t = useT()
  const client = useClient()
  const [over, setOver] = useState(false)
  /** Every element inside emits an event when the pointer enters and leaves it. */
  const depth = useRef(0)
  useHarmlessDrops()
  const leave = () => {
    depth.current = 0
    setOver(false)
  }
  const onDragEnter = (event: DragEvent) => {
    if (!open || !hasFiles(event)) return
    depth.current++
    setOver(true)
  }
  const onDragLeave = (event: DragEvent) => {
    if (!hasFiles(event)) return
    depth.current--
    if (depth.current <= 0) leave()
  }
  const onDragOver = (event: DragEvent) => {
    if (!open || !hasFiles(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }
  const onDrop = (event: DragEvent) => {
    leave()
    if (!open || !hasFiles(event)) return
    event.preventDefault()
    void pick({ t, client, chatId }, [...event.dataTransfer.files])
  }
  const onPaste = (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData
    // A copied table includes a picture of itself. Its text should be pasted then.
    if (!open || files.length === 0 || types.includes('text/plain')) return
    event.preventDefault()
    void pick({ t, client, chatId }, [...files])
  }
  return { over, handlers: { onDragEnter, onDragLeave, onDragOver, onDrop, onPaste } }
}
