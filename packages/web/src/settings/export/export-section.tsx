import { Download, PackageOpen } from 'lucide-react'
import { useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useMinute } from '../../lib/clock'
import { Button, Skeleton } from '../../ui'
import { useReturned } from '../owner/use-owner'
import { SettingsSection } from '../settings-section'
import styles from '../storage-section.module.css'
import { ExportDialog, exportDialog } from './export-dialog'
import { type OwnExport, useOwnExport } from './use-own-export'

const Building = ({ progress = { done: 0, total: 0 } }: Pick<OwnExport, 'progress'>) => {
  const t = useT()
  const { done, total } = progress
  return (
    <>
      <p className="tabular mb-8 text-ui text-text">{t('exportBuilding', { done, total })}</p>
      <progress className={styles.bar} max={Math.max(1, total)} value={done} aria-label={t('exportTitle')} />
    </>
  )
}

/** How the export stands, in words. */
export const ExportState = ({ own }: { readonly own: OwnExport }) => {
  const t = useT()
  const format = useFormat()
  const { state, size, expiresAt } = own
  if (state === 'building') return <Building progress={own.progress} />
  if (state === 'failed') return <p className="text-ui text-text">{t('exportFailed')}</p>
  if (state === 'none') return null
  const words = { size: format.bytes(size ?? 0), when: format.dateTime(expiresAt ?? 0) }
  return <p className="text-ui text-text">{t('exportReady', words)}</p>
}

interface ActionsProps {
  readonly own: OwnExport
  readonly onOpen: (what: 'request' | 'download') => void
}

const Actions = ({ own: { state, nextAt }, onOpen }: ActionsProps) => {
  const t = useT()
  const format = useFormat()
  const now = useMinute()
  const waits = nextAt !== undefined && nextAt > now
  return (
    <>
      {state === 'ready' && waits && (
        <p className="text-small text-text-2">{t('exportNext', { when: format.dateTime(nextAt) })}</p>
      )}
      <div className="flex flex-wrap gap-8">
        {state === 'ready' && (
          <Button className="w-full tablet:w-auto" onClick={() => onOpen('download')}>
            <Download size={18} strokeWidth={1.75} aria-hidden />
            {t('exportDownload')}
          </Button>
        )}
        {state !== 'building' && !waits && (
          <Button kind="secondary" className="w-full tablet:w-auto" onClick={() => onOpen('request')}>
            <PackageOpen size={18} strokeWidth={1.75} aria-hidden />
            {t('exportRequest')}
          </Button>
        )}
      </div>
    </>
  )
}

/** A copy of the user's data: its request, its progress and its download. */
export const ExportSection = () => {
  const t = useT()
  const { own, setOwn, failed, retry } = useOwnExport()
  const [{ what, open, count }, setOpened] = useState({
    what: 'request' as 'request' | 'download',
    open: false,
    count: 0,
  })
  const close = () => setOpened({ what, open: false, count })
  const show = (next: 'request' | 'download') => setOpened({ what: next, open: true, count: count + 1 })
  useReturned(exportDialog('request'), () => show('request'))
  useReturned(exportDialog('download'), () => show('download'))
  return (
    <SettingsSection title={t('exportTitle')} body={t('exportBody')}>
      <div role="status" className="flex flex-col gap-12">
        {own === undefined && !failed && <Skeleton className="h-20 w-full" />}
        {failed && (
          <div className="flex flex-col items-start gap-8">
            <p className="text-small text-text-2">{t('exportUnknown')}</p>
            <Button kind="secondary" onClick={retry}>
              {t('retry')}
            </Button>
          </div>
        )}
        {own && (
          <>
            <ExportState own={own} />
            <Actions own={own} onOpen={show} />
          </>
        )}
      </div>
      {count > 0 && <ExportDialog key={count} what={what} open={open} onClose={close} onRequested={setOwn} />}
    </SettingsSection>
  )
}
