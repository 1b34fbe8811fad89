import type { ChatId } from '@parley/protocol'
import { useEffect, useRef, useState } from 'react'
import { Calendar } from '../../calendar/calendar'
import { type Day, dayOf, startOf } from '../../calendar/days'
import { closeDialog } from '../../dialogs/dialog-store'
import type { ShellDialogProps } from '../../dialogs/shell-dialog-props'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { useDay } from '../../lib/clock'
import { Dialog } from '../../ui'

interface GoToDateProps extends ShellDialogProps {
  readonly chatId: ChatId
  /** A moment of the initially selected day. */
  readonly at: number
  /** Called with the start of the chosen day. */
  readonly onPick: (atMs: number) => void
}

/** The day of the first message that the user hasn't cleared. Undefined while it is unknown. */
const useFirstDay = (chatId: ChatId): Day | undefined => {
  const client = useClient()
  const [first, setFirst] = useState<Day>()
  useEffect(() => {
    const after = client.state.get().chats.get(chatId)?.state?.clearedSeq ?? 0
    client.call('messages.list', { chatId, after, limit: 1 }).then(
      ({ messages: [message] }) => message && setFirst(dayOf(message.at)),
      () => undefined,
    )
  }, [client, chatId])
  return first
}

/** The calendar for jumping to the first message of a day. */
export const GoToDateDialog = ({ open, chatId, at, onPick }: GoToDateProps) => {
  const t = useT()
  const first = useFirstDay(chatId)
  // Renders again at midnight, when the last day to choose changes.
  useDay()
  const dayRef = useRef<HTMLButtonElement>(null)
  const pick = (day: Day) => {
    closeDialog()
    onPick(startOf(day))
  }
  return (
    <Dialog open={open} onClose={closeDialog} title={t('goToDate')} initialFocus={dayRef}>
      <Calendar day={dayOf(at)} first={first} last={dayOf(Date.now())} onPick={pick} dayRef={dayRef} />
    </Dialog>
  )
}
