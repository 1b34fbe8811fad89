import type { Message } from '@parley/protocol'
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import icon from '../brand/icon.svg'
import { client } from '../client'
import { languageStore } from '../i18n/language'
import { paths, placeOf } from '../shell/places'
import { type Looking, newsOf, reactionTo } from './news'
import { noticeWords } from './notice-words'
import { notifyStore } from './notify-settings'
import { inOneTab } from './once'
import { play } from './sound'

const looking = (): Looking => {
  const place = placeOf(location.pathname)
  return {
    here: document.visibilityState === 'visible' && document.hasFocus(),
    openChat: place.pane === 'chat' ? place.chatId : undefined,
  }
}

/** A notification of the system; one for each chat, which a newer one replaces. */
const show = (message: Message): void => {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  const { t } = languageStore.getState()
  const { title, body } = noticeWords(client.state.get(), message, { t, texts: notifyStore.getState().texts })
  const shown = new Notification(title, { body, icon, tag: message.chatId, silent: true })
  shown.onclick = () => {
    window.focus()
    navigate(paths.message(message.chatId, message.seq))
    shown.close()
  }
}

/** Sounds and desktop notifications for what comes in elsewhere; shows nothing itself. */
export const Notifier = () => {
  useEffect(
    () =>
      client.on('chat.delta', (delta) => {
        const state = client.state.get()
        const message = newsOf(state, delta)
        if (!message) return
        const seen = looking()
        const settings = notifyStore.getState()
        const reaction = reactionTo(message, { state, settings, looking: seen, nowMs: Date.now() })
        if (!reaction.sound && !reaction.desktop && !(seen.here && seen.openChat === message.chatId)) return
        // Also for what is looked at here and needs nothing: so the other tabs stay silent.
        void inOneTab(`notice:${message.id}`, seen, () => {
          if (reaction.sound) void play(settings.sound)
          if (reaction.desktop) show(message)
        })
      }),
    [],
  )
  return null
}
