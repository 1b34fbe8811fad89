import type { ClipboardEvent } from 'react'
import { useClient } from '../../client'
import { useFormat, useT } from '../../i18n'
import { userName } from '../../people/chat-name'
import { copyText } from '../copy-text'
import type { TimelineItem } from '../timeline-items'

const blocks = new Set(['DIV', 'LI', 'PRE', 'BLOCKQUOTE', 'UL', 'OL'])

/** The text of a part of a message as it is seen: `Range.toString` would lose the line breaks. */
const seenText = (node: Node): string => {
  if (node instanceof Text) return node.data
  if (!(node instanceof Element) && !(node instanceof DocumentFragment)) return ''
  if (node instanceof Element && (node.tagName === 'BR' || node.tagName === 'BUTTON' || node.tagName === 'TIME'))
    return node.tagName === 'BR' ? '\n' : ''
  if (node instanceof Element && node.classList.contains('sr-only')) return ''
  const inner = [...node.childNodes].map(seenText).join('')
  return node instanceof Element && blocks.has(node.tagName) ? `${inner.replace(/\n$/, '')}\n` : inner
}

/** The selected part of one message. */
const selectedText = (selection: Selection, content: Element): string => {
  const range = selection.getRangeAt(0)
  const part = document.createRange()
  part.selectNodeContents(content)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part.collapsed ? '' : seenText(part.cloneContents())
}

/** Copies a selection over several messages as `Name, time` and text each; within one message the browser copies. */
export const useCopy = (items: readonly TimelineItem[]) => {
  const client = useClient()
  const format = useFormat()
  const t = useT()
  return (event: ClipboardEvent<HTMLElement>) => {
    const selection = getSelection()
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return
    const copied = [...event.currentTarget.querySelectorAll('[data-message-text]')].flatMap((content) => {
      if (!selection.containsNode(content, true)) return []
      const key = content.closest<HTMLElement>('[data-key]')?.dataset.key
      const item = items.find((one) => one.key === key)
      const text = selectedText(selection, content).trim()
      if (item?.kind !== 'message' || text === '') return []
      const name = userName(client.state.get(), item.message.senderId, t)
      return [{ name, time: format.time(item.message.at), text }]
    })
    if (copied.length < 2) return
    event.clipboardData.setData('text/plain', copyText(copied))
    event.preventDefault()
  }
}
