import type { ClipboardEvent } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { userName } from '../../people/chat-name'
import { copyText } from '../copy-text'
import { outgoingText } from '../outgoing-text'
import type { TimelineItem } from '../timeline-items'
import { isStructured, seenText } from './seen-text'

/** The selected part of one message, or undefined. */
const selectedPart = (selection: Selection, content: Element): DocumentFragment | undefined => {
  const range = selection.getRangeAt(0)
  const part = document.createRange()
  part.selectNodeContents(content)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part.collapsed ? undefined : part.cloneContents()
}

/**
 * Copies a selection over several messages as `Name, time` and text each. Part of one message is copied as its text, by
 * the browser if the part is only lines of text.
 */
export const useCopy = (items: readonly TimelineItem[]) => {
  const client = useClient()
  const format = useFormat()
  const t = useT()
  return (event: ClipboardEvent<HTMLElement>) => {
    const selection = getSelection()
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return
    const copied = [...event.currentTarget.querySelectorAll('[data-message-text]')].flatMap((content) => {
      const part = selection.containsNode(content, true) ? selectedPart(selection, content) : undefined
      const key = content.closest<HTMLElement>('[data-key]')?.dataset.key
      const item = items.find((one) => one.key === key)
      const text = part ? outgoingText(seenText(part)) : ''
      if (!part || item?.kind !== 'message' || text === '') return []
      const name = userName(client.state.get(), item.message.senderId, t)
      return [{ name, time: format.time(item.message.at), text, part }]
    })
    const [first] = copied
    if (!first || (copied.length === 1 && !isStructured(first.part))) return
    event.clipboardData.setData('text/plain', copied.length === 1 ? first.text : copyText(copied))
    event.preventDefault()
  }
}
