import type { Client } from '@parley/sdk/api'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { SettingsSection } from '../settings/settings-section'
import { Button, Skeleton } from '../ui'
import { orToast } from '../ui/problem'

interface LoadedSectionProps<T> {
  readonly title: string
  readonly body: string
  /** Must stay the same function. */
  readonly load: (client: Client) => Promise<T>
  /** The form for what the server has. `onSaved` takes what it has after a change. */
  readonly children: (held: T, onSaved: (now: T) => void) => ReactNode
}

/** A section whose form appears when its values have loaded, with another try when they don't load. */
export const LoadedSection = <T,>({ title, body, load, children }: LoadedSectionProps<T>) => {
  const t = useT()
  const client = useClient()
  const [held, setHeld] = useState<T>()
  const [failed, setFailed] = useState(false)
  const reload = useCallback(async () => {
    const answer = await orToast(t, load(client))
    if (answer) setHeld(answer)
    setFailed(!answer)
  }, [client, load, t])
  useEffect(() => {
    void reload()
  }, [reload])
  return (
    <SettingsSection title={title} body={body}>
      {held && children(held, setHeld)}
      {!held && failed && (
        <Button kind="secondary" onClick={() => void reload()}>
          {t('retry')}
        </Button>
      )}
      {!held && !failed && <Skeleton className="h-96 w-full" />}
    </SettingsSection>
  )
}
