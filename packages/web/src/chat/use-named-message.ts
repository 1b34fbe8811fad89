import { type RefObject, useEffect, useRef } from 'react'
import { useT } from '../i18n'
import { toast } from '../ui'
import type { OpenTimeline } from './use-open-timeline'
import type { ViewportControl } from './viewport/viewport-control'

export interface NamedMessage {
  readonly open: OpenTimeline | undefined
  readonly control: RefObject<ViewportControl | null>
  /** The message in the address, if there is one. */
  readonly seq: number | undefined
  readonly onArrived: (() => void) | undefined
}

/** Jumps to the message in the address. A history that has just opened does so by itself. */
export const useNamedMessage = ({ open, control, seq, onArrived }: NamedMessage): void => {
  const t = useT()
  const opened = useRef<OpenTimeline>(undefined)
  const latest = useRef({ onArrived, t })
  useEffect(() => {
    latest.current = { onArrived, t }
  })
  useEffect(() => {
    if (!open) return
    const fresh = opened.current !== open
    opened.current = open
    if (seq === undefined) return
    const arrived = (there: boolean | undefined) => {
      if (there === false) toast(latest.current.t('messageNotHere'), { kind: 'danger' })
      latest.current.onArrived?.()
    }
    if (fresh) arrived(open.opening.at === 'message')
    else void control.current?.jumpToMessage(seq).then(arrived)
  }, [open, control, seq])
}
