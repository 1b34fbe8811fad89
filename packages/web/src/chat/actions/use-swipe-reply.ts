import type { TimelineMessage } from '@parley/sdk/api'
import { type PointerEvent as PointerPress, useState } from 'react'
import { useMessageActions } from '../pane-contexts'
import { Swipe, swipePx } from './swipe'

/** These elements handle drags themselves. */
const ownDrags = 'pre, input, audio, video, [role=slider]'

/** The length of the vibration at the point from which lifting the finger replies. */
const tapticMs = 10

const reset = (row: HTMLElement): void => {
  row.style.removeProperty('--swipe')
  row.style.removeProperty('--swipe-share')
}

/** Makes a swipe of a message to the left reply to it. */
export const useSwipeReply = (message: TimelineMessage) => {
  const { actsOf, run } = useMessageActions()
  const [swipe] = useState(() => new Swipe())
  /** Whether the message is being swiped, and far enough to reply. */
  const [pulled, setPulled] = useState<'no' | 'yes' | 'replies'>('no')
  const end = (row: HTMLElement) => {
    reset(row)
    setPulled('no')
  }
  const handlers = {
    onPointerDown: ({ pointerType, isPrimary, target, clientX: x, clientY: y }: PointerPress<HTMLElement>) => {
      const drags = target instanceof Element && target.closest(ownDrags)
      if (pointerType !== 'touch' || !isPrimary || drags || !actsOf(message).includes('reply')) swipe.cancel()
      else swipe.down({ x, y }, innerWidth)
    },
    onPointerMove: ({ currentTarget: row, pointerId, clientX: x, clientY: y }: PointerPress<HTMLElement>) => {
      const pull = swipe.move({ x, y })
      if (!pull) return
      if (pulled === 'no') row.setPointerCapture(pointerId)
      row.style.setProperty('--swipe', `${-pull.px}px`)
      row.style.setProperty('--swipe-share', `${Math.min(1, pull.px / swipePx)}`)
      if (pull.replies && pulled !== 'replies') navigator.vibrate?.(tapticMs)
      setPulled(pull.replies ? 'replies' : 'yes')
    },
    onPointerUp: ({ currentTarget: row }: PointerPress<HTMLElement>) => {
      if (pulled === 'no') return swipe.cancel()
      const replies = swipe.up()
      end(row)
      if (replies) run('reply', message)
    },
    onPointerCancel: ({ currentTarget: row }: PointerPress<HTMLElement>) => {
      swipe.cancel()
      end(row)
    },
  }
  return { pulled, handlers }
}
