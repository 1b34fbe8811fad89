import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { type T, useT } from '../i18n'
import { userName } from '../people/names'
import { openPerson } from '../people/open-person'
import { paths, placeOf } from '../shell/places'
import { type ToastOptions, toast } from '../ui'
import { Said, useNewest } from '../ui/said'
import type { FriendNewsItem } from './news'
import { watchNews } from './watch-news'

const sentence = ({ kind, userId, note }: FriendNewsItem, t: T): string => {
  const name = userName(client.state.get(), userId, t)
  const texts = { asked: 'friendRequestFrom', accepted: 'requestAcceptedBy', declined: 'requestDeclinedBy' } as const
  const text = t(texts[kind], { name })
  return note === undefined ? text : t('withWords', { text, words: note })
}

const nextStep = ({ kind, userId }: FriendNewsItem, t: T): ToastOptions => {
  if (kind === 'accepted') return { action: { label: t('message'), onSelect: () => void openPerson(t, userId) } }
  const show = () => navigate(paths.person(userId))
  return kind === 'asked' ? { action: { label: t('viewRequest'), onSelect: show } } : {}
}

/**
 * Says when somebody asks to be friends or answers: in a toast, and while the people are on screen anyway, to screen
 * readers alone.
 */
export const FriendNews = () => {
  const t = useT()
  const [said, setSaid] = useState('')
  const words = useNewest(t)
  useEffect(
    () =>
      watchNews(client.state, (item) => {
        const text = sentence(item, words.current)
        if (placeOf(location.pathname).pane === 'people') setSaid(text)
        else toast(text, nextStep(item, words.current))
      }),
    [words],
  )
  return <Said text={said} />
}
