import { useStore } from 'zustand'
import { useT } from '../../i18n'
import { failingLoads, retryLoads } from '../../lib/load-with-retry'

/** A placeholder box in a message whose code is loading. It shows an error if loading fails. */
export const RowPlaceholder = ({ width, height }: { readonly width?: number; readonly height: number }) => {
  const t = useT()
  const fails = useStore(failingLoads, ({ count }) => count > 0)
  return (
    <div className="max-w-full min-w-[240px] rounded-12 bg-text/8" style={{ width, height }}>
      {fails && (
        <button type="button" className="size-full px-12 py-4 text-small underline" tabIndex={-1} onClick={retryLoads}>
          {t('rowNeedsConnection')}
        </button>
      )}
    </div>
  )
}
