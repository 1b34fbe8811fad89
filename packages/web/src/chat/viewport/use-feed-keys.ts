import { type FocusEvent, type KeyboardEvent, type PointerEvent, useState } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { isComposing } from '../../navigation/pressed'
import { giveFocus } from '../../ui/give-focus'
import type { MessageAct } from '../actions/message-acts'
import { useOpenMenu } from '../actions/open-menu'
import { useMessageActions, usePaneNavigation } from '../pane-contexts'
import type { TimelineItem } from '../timeline-items'
import { feedActOf, isMove, type Move } from './feed-keys'

export interface FeedKeysOptions {
  readonly items: readonly TimelineItem[]
  readonly onFirstUnread: () => void
  readonly onLatest: () => void
}

const articlesOf = (scroller: HTMLElement): HTMLElement[] => [...scroller.querySelectorAll<HTMLElement>('article')]

const isInView = (article: HTMLElement, view: DOMRect): boolean => {
  const box = article.getBoundingClientRect()
  return box.bottom > view.top && box.top < view.bottom
}

/** The target article among the mounted ones. A page is as many as fit into the view. */
const target = (scroller: HTMLElement, from: HTMLElement | undefined, move: Move): HTMLElement | undefined => {
  const articles = articlesOf(scroller)
  const view = scroller.getBoundingClientRect()
  const inView = articles.filter((article) => isInView(article, view))
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

/** Arrow keys and single letters over the messages. Tab reaches one message, and arrow keys move on from it. */
export const useFeedKeys = ({ items, onFirstUnread, onLatest }: FeedKeysOptions) => {
  const { actsOf, run } = useMessageActions()
  const { jump } = usePaneNavigation()
  const openMenu = useOpenMenu()
  const [chosen, setChosen] = useState<string>()
  const known = chosen !== undefined && items.some(({ key }) => key === chosen)
  const last = items.findLast((item) => 'message' in item)

  const go = (scroller: HTMLElement, row: HTMLElement | undefined) => {
    if (!row) return
    delete scroller.dataset.byPointer
    setChosen(row.dataset.key)
    giveFocus(row, { preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
    if (row === articlesOf(scroller).at(-1)) scroller.scrollTop = scroller.scrollHeight
  }
  /** Performs the action of a key on the focused message. Returns false if there is none. */
  const act = (does: MessageAct | 'answered' | 'menu', row: HTMLElement | undefined): boolean => {
    const item = items.find((one) => one.key === row?.dataset.key)
    if (!row || item?.kind !== 'message') return false
    const { message } = item
    if (does === 'menu') openMenu(message, { anchor: row })
    else if (does === 'answered') {
      const { body, chatId } = message
      const media = row.querySelector<HTMLElement>('[data-open-media]')
      if (media) media.click()
      else if (body.type === 'contact') openDialog({ name: 'person', userId: body.userId, chatId })
      else if (message.replyTo) jump(item.key, message.replyTo)
      else return false
    } else if (actsOf(message).includes(does)) run(does, message)
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
  const onFocus = ({ currentTarget: scroller, target: element, relatedTarget }: FocusEvent<HTMLElement>) => {
    const row = element instanceof HTMLElement ? element.closest('article') : null
    if (row?.dataset.key === undefined) return
    // When Tab or F6 enters while the active message is off screen, the focus goes to a visible message.
    const comes = element === row && !scroller.contains(relatedTarget) && scroller.dataset.byPointer === undefined
    const seen = comes && !isInView(row, scroller.getBoundingClientRect()) && target(scroller, undefined, 'next')
    if (seen) giveFocus(seen, { preventScroll: true })
    else setChosen(row.dataset.key)
  }
  // Letters are shortcuts only if the keyboard moved the focus. After a click they go to the composer. `:focus-visible`
  // can't tell, since any key press makes it match.
  const onPointerDown = ({ currentTarget, pointerType }: PointerEvent<HTMLElement>) => {
    currentTarget.dataset.byPointer = pointerType
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) delete currentTarget.dataset.byPointer
  }
  return { activeKey: known ? chosen : last?.key, onKeyDown, onFocus, onBlur, onPointerDown }
}
