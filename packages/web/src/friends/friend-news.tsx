import { useEffect, useState } from 'react'
import { navigate } from '../history/navigate'
import { paths, placeOf } from '../navigation/places'
import { userName } from '../people/names'
import { openPerson } from '../people/open-person'
import { type ToastOptions, toast } from '../ui'
import { type ActionContext, useActionContext } from '../ui/action-context'
import { LiveRegion } from '../ui/live-region'
import { useNewest } from '../ui/use-newest'
import type { FriendNewsItem } from './news'
import { watchNews } from './watch-news'

const sentence = ({ kind, userId, note }: FriendNewsItem, { t, client }: ActionContext): string => {
  const name = userName(client.state.get(), userId, t)
  const texts = { asked: 'friendRequestFrom', accepted: 'requestAcceptedBy', declined: 'requestDeclinedBy' } as const
  const text = t(texts[kind], { name })
  return note === undefined ? text : t('withWords', { text, words: note })
}

const nextStep = ({ kind, userId }: FriendNewsItem, context: ActionContext): ToastOptions => {
  const { t } = context
  if (kind === 'accepted') return { action: { label: t('message'), onSelect: () => void openPerson(context, userId) } }
  const show = () => navigate(paths.person(userId))
  return kind === 'asked' ? { action: { label: t('viewRequest'), onSelect: show } } : {}
}

/**
 * Announces friend requests and responses in a toast. While the list of people is on screen, only to screen readers.
 */
export const FriendNews = () => {
  const context = useActionContext()
  const { client } = context
  const [text, setText] = useState('')
  const newest = useNewest(context)
  useEffect(
    () =>
      watchNews(client.state, (item) => {
        const news = sentence(item, newest.current)
        if (placeOf(location.pathname).pane === 'people') setText(news)
        else toast(news, nextStep(item, newest.current))
      }),
    [client, newest],
  )
  return <LiveRegion text={text} />
}
