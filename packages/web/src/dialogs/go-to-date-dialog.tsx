import type { ChatId } from '@parley/protocol'
import { useEffect, useRef, useState } from 'react'
import { Calendar } from '../calendar/calendar'
import { type Day, dayOf, startOf } from '../calendar/days'
import { useClient } from '../client'
import { useT } from '../i18n'
import { Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

interface GoToDateProps extends ShellDialogProps {
  readonly chatId: ChatId
  /** A moment of the day that is marked at first. */
  readonly at: number
  /** Called with the moment in which the chosen day begins. */
  readonly onPick: (atMs: number) => void
}

/** The day of the first message of a chat that the person has not cleared; undefined until it is known. */
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

/** Chooses a day whose first message the chat is to show. */
export const GoToDateDialog = ({ open, chatId, at, onPick }: GoToDateProps) => {
  const t = useT()
  const first = useFirstDay(chatId)
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
