import { FilePlus2 } from 'lucide-react'
import { useT } from '../i18n'

/** Shows where files that are dragged over a chat would go. */
export const DropOverlay = () => {
  const t = useT()
  return (
    <div
      className="pointer-events-none absolute inset-12 z-40 grid place-items-center rounded-16 border-2 border-dashed border-accent bg-surface/88"
      data-testid="drop-overlay"
      aria-hidden
    >
      <div className="grid justify-items-center gap-12 text-h3 text-accent">
        <FilePlus2 size={32} strokeWidth={1.5} />
        {t('dropFiles')}
      </div>
    </div>
  )
}
