import type { AdminSettings } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { useCallback, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { orToast } from '../ui/problem'

/** When sign-up opens and closes, in epoch milliseconds. */
export interface RegistrationTimes {
  readonly opensAt?: number | undefined
  readonly closesAt?: number | undefined
}

/** The settings of a server, and a function that changes them. Each change applies immediately to all users. */
export const useAdminSettings = () => {
  const t = useT()
  const client = useClient()
  const [settings, setSettings] = useState<AdminSettings>()
  const [failed, setFailed] = useState(false)
  const load = useCallback(async () => {
    const answer = await orToast(t, client.call('admin.settings', {}))
    if (answer) setSettings(answer)
    setFailed(!answer)
  }, [client, t])
  useEffect(() => {
    void load()
  }, [load])
  const setRegistration = async (
    registration: Exclude<AdminSettings['registration'], 'external'>,
    { opensAt, closesAt }: RegistrationTimes = {},
  ) => {
    const times = { ...(opensAt !== undefined && { opensAt }), ...(closesAt !== undefined && { closesAt }) }
    const answer = await orToast(t, client.call('admin.setRegistration', { registration, ...times }))
    if (answer) setSettings(answer)
  }
  const setWorldOpen = async (state: 'open' | 'closed') => {
    const chat = await orToast(t, client.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: state === 'open' }))
    if (chat) setSettings((before) => before && { ...before, worldOpen: chat.open ?? true })
  }
  const setWorld = async (change: { readonly mutedAll?: boolean; readonly slowModeMs?: number }) => {
    const chat = await orToast(t, client.call('channels.update', { chatId: WORLD_CHAT_ID, ...change }))
    const now = chat && { worldMutedAll: chat.mutedAll ?? false, worldSlowModeMs: chat.slowModeMs ?? 0 }
    if (now) setSettings((before) => before && { ...before, ...now })
  }
  const named = (serverName: string) => setSettings((before) => before && { ...before, serverName })
  return { settings, failed, load, setRegistration, setWorldOpen, setWorld, named }
}
