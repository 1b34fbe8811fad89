import { type FocusEvent, type KeyboardEvent, type PointerEvent, useState } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { isComposing } from '../../shell/pressed'
import type { MessageAct } from '../actions/message-acts'
import { openMenu, type PaneActions } from '../actions/pane-actions'
import type { TimelineItem } from '../timeline-items'
import { feedActOf, isMove, type Move } from './feed-keys'

export interface FeedKeysOptions {
  readonly items: readonly TimelineItem[]
  readonly actions: PaneActions
  readonly onFirstUnread: () => void
  readonly onLatest: () => void
}

const articlesOf = (scroller: HTMLElement): HTMLElement[] => [...scroller.querySelectorAll<HTMLElement>('article')]

/** The article to go to, counted among the mounted ones; a page is as many as fit into the view. */
const target = (scroller: HTMLElement, from: HTMLElement | undefined, move: Move): HTMLElement | undefined => {
  const articles = articlesOf(scroller)
  const view = scroller.getBoundingClientRect()
  const inView = articles.filter((article) => {
    const box = article.getBoundingClientRect()
    return box.bottom > view.top && box.top < view.bottom
  })
  const at = from ? articles.indexOf(from) : -1
  if (at < 0) return inView.at(-1)
  const page = Math.max(1, inView.length - 1)
  const steps = {
    previous: -1,
    next: 1,
    'page-up': -page,
    'page-down': page,
    first: -at,
    last: articles.length - 1 - at,
  }
  return articles[Math.max(0, Math.min(articles.length - 1, at + steps[move]))]
}

/** Arrow keys and single letters over the messages; Tab reaches one message, arrows go on from it. */
export const useFeedKeys = ({ items, actions, onFirstUnread, onLatest }: FeedKeysOptions) => {
  const [chosen, setChosen] = useState<string>()
  const known = chosen !== undefined && items.some(({ key }) => key === chosen)
  const last = items.findLast((item) => 'message' in item)

  const go = (scroller: HTMLElement, row: HTMLElement | undefined) => {
    if (!row) return
    delete scroller.dataset.byPointer
    setChosen(row.dataset.key)
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
    if (row === articlesOf(scroller).at(-1)) scroller.scrollTop = scroller.scrollHeight
  }
  /** What a key does to the focused message; false if nothing. */
  const act = (does: MessageAct | 'answered' | 'menu', row: HTMLElement | undefined): boolean => {
    const item = items.find((one) => one.key === row?.dataset.key)
    if (!row || item?.kind !== 'message') return false
    const { message } = item
    if (does === 'menu') openMenu(actions, message, { anchor: row })
    else if (does === 'answered') {
      const { body, chatId } = message
      const media = row.querySelector<HTMLElement>('[data-open-media]')
      if (media) media.click()
      else if (body.type === 'contact') openDialog({ name: 'person', userId: body.userId, chatId })
      else if (message.replyTo) actions.jump(item.key, message.replyTo)
      else return false
    } else if (actions.actsOf(message).includes(does)) actions.run(does, message)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget: scroller, target: element, key } = event
    if (isComposing(event.nativeEvent) || !(element instanceof HTMLElement)) return
    const row = element.matches('article') ? element : undefined
    if (!row && element !== scroller) return
    if (key.length === 1 && scroller.dataset.byPointer !== undefined) return
    const does = feedActOf(event)
    if (does === undefined) return
    if (does === 'latest') onLatest()
    else if (does === 'first-unread') onFirstUnread()
    else if (isMove(does)) go(scroller, target(scroller, row, does))
    else if (!act(does, row)) return
    event.preventDefault()
  }
  const onFocus = (event: { readonly target: EventTarget }) => {
    const row = event.target instanceof HTMLElement ? event.target.closest('article') : null
    if (row?.dataset.key !== undefined) setChosen(row.dataset.key)
  }
  // Letters act only where the keyboard put the focus; after a click they are for the composer. (`:focus-visible` does
  // not tell: it begins to match with any key that is pressed.)
  const onPointerDown = ({ currentTarget, pointerType }: PointerEvent<HTMLElement>) => {
    currentTarget.dataset.byPointer = pointerType
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) delete currentTarget.dataset.byPointer
  }
  return { activeKey: known ? chosen : last?.key, onKeyDown, onFocus, onBlur, onPointerDown }
}
