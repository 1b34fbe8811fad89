import { ArrowLeft, CloudOff, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBackCloses } from '../history/use-back-closes'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { failingLoads, retryLoads } from '../lib/load-with-retry'
import { updateStore } from '../lib/update-store'
import { Button } from './button'
import { cx } from './class-names'
import { IconButton } from './icon-button'
import { Skeleton } from './skeleton'

const widths = ['w-[40%]', 'w-full', 'w-[70%]'] as const

/** Grey lines in place of text. */
const Lines = ({ label }: { readonly label: string }) => (
  <div aria-busy aria-label={label} role="status" data-testid="coming" className="flex flex-col gap-16 p-20">
    {widths.map((width) => (
      <Skeleton key={width} className={cx('h-16 rounded-6', width)} />
    ))}
  </div>
)

/**
 * The placeholder for code that is loading: `children`, or if loading fails, a sentence with the reason and the next
 * step.
 */
export const LoadingPlaceholder = ({ children }: { readonly children?: ReactNode }) => {
  const t = useT()
  const fails = useStore(failingLoads, ({ count }) => count > 0)
  const outdated = useStore(updateStore, ({ ready }) => ready)
  const { offline, phase } = useSelector(({ connection }) => connection)
  if (!fails) return children ?? <Lines label={t('loading')} />
  return (
    <div role="status" data-testid="not-coming" className="flex flex-col items-center gap-12 p-24 text-center">
      <CloudOff size={32} strokeWidth={1.5} aria-hidden className="text-text-3" />
      <p className="max-w-320 text-ui font-400 text-pretty text-text-2">
        {t(outdated ? 'partOutdated' : offline ? 'needsConnection' : 'partUnreachable')}
      </p>
      <div className="flex flex-wrap justify-center gap-8">
        {!outdated && (
          <Button size="small" kind="secondary" onClick={retryLoads}>
            {t('retry')}
          </Button>
        )}
        {(outdated || phase === 'live') && (
          <Button
            size="small"
            kind={outdated ? 'primary' : 'secondary'}
            onClick={() => updateStore.getState().reload()}
          >
            {t('reload')}
          </Button>
        )}
      </div>
    </div>
  )
}

interface PanePlaceholderProps {
  readonly title?: string | undefined
  /** The back button, before the title. */
  readonly back?: { readonly label: string; readonly onBack: () => void } | undefined
  readonly onClose?: (() => void) | undefined
}

/** A pane whose code is loading. It has its header, with the button that closes it. */
export const PanePlaceholder = ({ title, back, onClose }: PanePlaceholderProps) => {
  const t = useT()
  return (
    <div className="flex h-full flex-col" data-focus-stop>
      <header className={cx('flex h-56 shrink-0 items-center gap-8 pe-8 hairline-b', back ? 'ps-8' : 'ps-20')}>
        {back && <IconButton icon={ArrowLeft} label={back.label} onClick={back.onBack} />}
        <h2 className="min-w-0 flex-1 truncate text-title text-text">{title}</h2>
        {onClose && <IconButton icon={X} label={t('close')} onClick={onClose} />}
      </header>
      <LoadingPlaceholder />
    </div>
  )
}

const slowAfterMs = 150

/** A dialog, menu or popover whose code is loading: a sheet on phones, a card elsewhere. */
export const OverlayPlaceholder = ({ onClose }: { readonly onClose: () => void }) => {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    // Nothing takes the focus until then.
    const timer = setTimeout(() => setSlow(true), slowAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return slow && <PlaceholderDialog onClose={onClose} />
}

const PlaceholderDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useT()
  const dialog = useRef<HTMLDialogElement>(null)
  useBackCloses(true, onClose)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      aria-label={t('loading')}
      data-placeholder
      onCancel={onClose}
      className="mx-0 mt-auto mb-0 w-full max-w-full rounded-16 bg-surface-raised pb-24 shadow-e3 backdrop:bg-[transparent] tablet:m-auto tablet:max-w-320"
    >
      <div className="flex justify-end px-8 pt-8">
        <IconButton icon={X} label={t('close')} onClick={onClose} />
      </div>
      <LoadingPlaceholder />
    </dialog>
  )
}
