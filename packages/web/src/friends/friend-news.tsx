import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { type T, useT } from '../i18n'
import { userName } from '../people/names'
import { openPerson } from '../people/open-person'
import { paths, placeOf } from '../shell/places'
import { type ToastOptions, toast } from '../ui'
import { Said, useNewest } from '../ui/said'
import { type FriendNewsItem, newsBetween } from './news'

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

/** Calls `tell` with what others do from now on. What was there when the page came is no news. */
const watch = (tell: (item: FriendNewsItem) => void): (() => void) => {
  let known = client.state.get().connection.phase === 'live' ? client.state.get().friends : undefined
  let waiting: readonly FriendNewsItem[] = []
  return client.state.subscribe(() => {
    const { connection, friends, users } = client.state.get()
    if (connection.phase !== 'live') return
    waiting = [...waiting, ...newsBetween(known ?? friends, friends)]
    known = friends
    // Until the profile has come too, there is no name to say.
    const ready = waiting.filter(({ userId }) => users.has(userId))
    waiting = waiting.filter(({ userId }) => !users.has(userId))
    for (const item of ready) tell(item)
  })
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
      watch((item) => {
        const text = sentence(item, words.current)
        if (placeOf(location.pathname).pane === 'people') setSaid(text)
        else toast(text, nextStep(item, words.current))
      }),
    [words],
  )
  return <Said text={said} />
}
