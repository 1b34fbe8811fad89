import { useEffect, useRef } from 'react'
import { useFormat, useT } from '../i18n'
import { Button } from '../ui'

interface RestoreOfferProps {
  /** Until when the account can be restored, in epoch milliseconds. */
  readonly until: number
  readonly busy: boolean
}

/** Says that the account is closed. Its button submits the form, which restores it. Shown after the right password only. */
export const RestoreOffer = ({ until, busy }: RestoreOfferProps) => {
  const t = useT()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector('button')?.focus(), [])
  return (
    <div ref={box} role="alert" className="flex flex-col gap-12 rounded-8 bg-warning-bg p-12 text-warning-on-bg">
      <p className="text-small">{t('accountClosedUntil', { date: format.date(until) })}</p>
      <Button type="submit" size="large" busy={busy}>
        {t('restoreAccount')}
      </Button>
    </div>
  )
}
