import type { TimelineMessage } from '@parley/sdk/api'
import { cardPx } from '../../cards/card-box'
import { albumGrid, albumPx } from '../../media/album-grid'
import { filePx } from '../../media/file-box'
import { pictureBox, videoBox } from '../../media/picture-box'
import { voiceBox } from '../../voice/voice-box'
import { bodyText } from '../actions/body-text'
import { emojiSize } from '../emoji-only'
import type { ChatLayout } from '../pane-contexts'
import { forwardedPx, quotePx } from '../rows/quote-px'
import type { TimelineItem } from '../timeline-items'

const linePx = 22
const charPx = 7.4
const widestBubblePx = 520
/** Longer texts are folded. */
const longestPx = 792

/** The estimated width of the message column in this window, before layout. */
export const columnWidthPx = (layout: ChatLayout): number => {
  const besidePx = innerWidth < 640 ? 32 : innerWidth < 1024 ? 328 : 430
  return Math.min(innerWidth - besidePx, layout === 'flat' ? 960 : 760)
}

export interface RowLook {
  readonly layout: ChatLayout
  readonly showPeople: boolean
  /** The width of the message column. */
  readonly widthPx: number
}

/** The height of the part of a message that isn't text. */
const shownPx = (body: TimelineMessage['body'], innerPx: number): number => {
  switch (body.type) {
    case 'image': {
      const { width, height } = pictureBox(body)
      return height * Math.min(1, innerPx / width)
    }
    case 'location':
    case 'contact':
      return cardPx(body)
    case 'album':
      return albumGrid(body.items).height * Math.min(1, innerPx / albumPx)
    case 'video': {
      const { width, height } = videoBox(body)
      return height * Math.min(1, innerPx / width)
    }
    case 'voice':
      return voiceBox.height
    case 'file':
      return filePx(body)
    case 'text':
    case 'system':
    case 'retracted':
    case 'withheld':
      return 0
    default:
      body satisfies never
      return 0
  }
}

/** The estimated height of a row before it was measured, in px. */
export const estimateRowPx = (item: TimelineItem, { layout, showPeople, widthPx }: RowLook): number => {
  if (item.kind === 'date') return 54
  if (item.kind === 'unread') return 40
  if (item.kind === 'service') return 36
  const { body, replyTo, forwardedFrom } = item.message
  const gone = body.type === 'retracted' || body.type === 'withheld'
  const quote = (replyTo && body.type !== 'retracted' ? quotePx : 0) + (forwardedFrom && !gone ? forwardedPx : 0)
  const text = bodyText(body) ?? ''
  if (layout === 'bubbles' && text.length <= 24 && emojiSize(text) === 'one') return 69 + quote
  const innerPx = layout === 'flat' ? widthPx - 72 : Math.min(widestBubblePx, widthPx * 0.8) - 24
  const perLine = Math.max(16, innerPx / charPx)
  const lines = text.split('\n', 60).reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0)
  const pictured = shownPx(body, innerPx)
  const words = pictured > 0 && text === '' ? 0 : Math.min(Math.max(1, lines) * linePx, longestPx)
  const inside = words + pictured + quote
  if (layout === 'flat') return inside + (item.first ? 32 : 4)
  const name = showPeople && item.first && !item.own ? 18 : 0
  return inside + name + (item.gap === 'block' ? 25 : 17)
}
