import { useEffect } from 'react'
import { recall, remember } from '../lib/remembered'
import { useOpenChat } from './places'
import { type VisitList, visitsIn, visitsText, withVisit } from './visit-list'

/** How often and when each chat was opened on this device, the latest first. */
export const recallVisits = (): VisitList => visitsIn(recall('visits'))

/** Stores which chats are opened, for the quick switcher. */
export const useVisits = (): void => {
  const chatId = useOpenChat()
  useEffect(() => {
    if (chatId) remember('visits', visitsText(withVisit(recallVisits(), chatId, Date.now())))
  }, [chatId])
}
