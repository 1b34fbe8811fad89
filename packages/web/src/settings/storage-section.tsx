import type { Result } from '@parley/protocol'
import { Eraser } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Button, Dialog, Skeleton } from '../ui'
import { orToast } from '../ui/problem'
import { LargestChats } from './largest-chats'
import { SettingsSection } from './settings-section'
import styles from './storage-section.module.css'

/** Fetched again with each connection. */
const useUsage = (): Result<'media.usage'> | 'failed' | undefined => {
  const client = useClient()
  const live = useSelector((state) => state.connection.phase === 'live')
  const [usage, setUsage] = useState<Result<'media.usage'> | 'failed'>()
  useEffect(() => {
    if (!live) return
    let current = true
    client.call('media.usage', {}).then(
      (found) => current && setUsage(found),
      () => current && setUsage('failed'),
    )
    return () => {
      current = false
    }
  }, [client, live])
  return usage
}

/** How much of their quota on the server the user's uploads take. */
const Usage = () => {
  const t = useT()
  const format = useFormat()
  const usage = useUsage()
  if (usage === undefined) return <Skeleton className="h-20 w-full" />
  if (usage === 'failed') return <p className="text-small text-text-2">{t('storageFailed')}</p>
  const used = format.bytes(usage.usedBytes)
  const { quotaBytes } = usage
  if (quotaBytes === undefined) return <p className="tabular text-ui text-text">{t('storageUsed', { used })}</p>
  const words = t('storageUsedOf', { used, quota: format.bytes(quotaBytes) })
  return (
    <>
      <p className="tabular mb-8 text-ui text-text">{words}</p>
      <progress className={styles.bar} max={quotaBytes} value={usage.usedBytes} aria-label={words} />
    </>
  )
}

const ClearCache = () => {
  const t = useT()
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const clear = async () => {
    setBusy(true)
    const done = await orToast(
      t,
      client.clearCache().then(() => true),
    )
    setBusy(false)
    if (done) location.reload()
  }
  return (
    <>
      <Button kind="secondary" className="mt-16 w-full tablet:w-auto" onClick={() => setAsking(true)}>
        <Eraser size={18} strokeWidth={1.75} aria-hidden />
        {t('clearCache')}
      </Button>
      <Dialog
        alert
        open={asking}
        onClose={() => setAsking(false)}
        title={t('clearCacheTitle')}
        description={t('clearCacheBody')}
        footer={
          <>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void clear()}>
              {t('clearCacheConfirm')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </>
  )
}

/** The space that uploads take on the server, and the data on this device. */
export const StorageSection = () => {
  const t = useT()
  return (
    <SettingsSection title={t('storageTitle')} body={t('storageBody')}>
      <div data-testid="storage">
        <Usage />
        <LargestChats />
        <ClearCache />
      </div>
    </SettingsSection>
  )
}
