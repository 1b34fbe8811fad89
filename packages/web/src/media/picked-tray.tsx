import { FileIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { failingLoads } from '../lib/load-with-retry'
import type { Picked } from './attached-store'

/** Files that were just chosen, while the code that reads and sends them is loading. */
export const PickedTray = ({ items }: { readonly items: readonly Picked[] }) => {
  const t = useT()
  const fails = useStore(failingLoads, ({ count }) => count > 0)
  return (
    <div className="flex flex-wrap items-center gap-8 px-44 py-8" data-testid="picked-tray">
      {items.map(({ key, url }) => (
        <span key={key} className="grid size-72 place-items-center overflow-hidden rounded-10 bg-hover text-text-3">
          {url ? (
            <img src={url} alt="" className="size-full object-cover" />
          ) : (
            <FileIcon size={24} strokeWidth={1.75} aria-hidden />
          )}
        </span>
      ))}
      {fails && (
        <span role="status" className="text-small text-text-2">
          {t('needsConnection')}
        </span>
      )}
    </div>
  )
}
