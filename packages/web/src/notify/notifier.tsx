import type { Message } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import { useEffect } from 'react'
import icon from '../brand/icon.svg'
import { navigate } from '../history/navigate'
import { languageStore } from '../i18n/language'
import { useClient } from '../lib/client'
import { paths, placeOf } from '../navigation/places'
import { type Looking, newsOf, reactionTo } from './news'
import { noticeText } from './notice-text'
import { notifyStore } from './notify-settings'
import { runInOneTab } from './run-in-one-tab'
import { play } from './sound'

const looking = (): Looking => {
  const place = placeOf(location.pathname)
  return {
    here: document.visibilityState === 'visible' && document.hasFocus(),
    openChat: place.pane === 'chat' ? place.chatId : undefined,
  }
}

/** A system notification. There is one for each chat, and a newer one replaces it. */
const show = (client: Client, message: Message): void => {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  const { t } = languageStore.getState()
  const { title, body } = noticeText(client.state.get(), message, { t, texts: notifyStore.getState().texts })
  const shown = new Notification(title, { body, icon, tag: message.chatId, silent: true })
  shown.onclick = () => {
    window.focus()
    navigate(paths.message(message.chatId, message.seq))
    shown.close()
  }
}

/** Plays sounds and shows desktop notifications for new messages elsewhere. It renders nothing itself. */
export const Notifier = () => {
  const client = useClient()
  useEffect(
    () =>
      client.on('chat.delta', (delta, { head }) => {
        const state = client.state.get()
        const message = newsOf(state, delta, head)
        if (!message) return
        const seen = looking()
        const settings = notifyStore.getState()
        const reaction = reactionTo(message, { state, settings, looking: seen, nowMs: Date.now() })
        if (!reaction.sound && !reaction.desktop && !(seen.here && seen.openChat === message.chatId)) return
        // Runs also for messages that are on screen here, so that the other tabs stay silent.
        const run = () => {
          if (reaction.sound) void play(settings.sound)
          if (reaction.desktop) show(client, message)
        }
        void runInOneTab({ name: `notice:${message.id}`, here: seen.here, run, locks: navigator.locks })
      }),
    [client],
  )
  return null
}
