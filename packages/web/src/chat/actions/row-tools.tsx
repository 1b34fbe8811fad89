import { Ellipsis, Pencil, Reply, SmilePlus } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import { useT } from '../../i18n'
import { useRowSurroundings } from '../rows/row-context'
import type { TimelineItem } from '../timeline-items'
import { openMenu } from './pane-actions'
import styles from './row-tools.module.css'

/** The focus stays where it is: the composer, mostly. The history is not clicked then. */
const keepFocus = (event: PointerEvent) => {
  event.preventDefault()
  event.stopPropagation()
}

/** What is at hand without the menu. */
const quick = [
  { act: 'react', icon: SmilePlus, label: 'react' },
  { act: 'reply', icon: Reply, label: 'reply' },
  { act: 'edit', icon: Pencil, label: 'editMessage' },
] as const

interface RowToolsProps {
  readonly item: Extract<TimelineItem, { kind: 'message' }>
  /** By Tab. */
  readonly reachable: boolean
  readonly menuOpen: boolean
}

/** The small bar beside a message under the pointer; a finger gets only the way to the menu. */
export const RowTools = ({ item: { message, own }, reachable, menuOpen }: RowToolsProps) => {
  const t = useT()
  const { actions, layout } = useRowSurroundings()
  const more = useRef<HTMLButtonElement>(null)
  const acts = actions.actsOf(message)
  if (acts.length === 0) return null
  const place = layout === 'flat' ? 'over' : own ? 'before' : 'after'
  return (
    <div className={styles.tools} data-place={place} data-testid="row-tools">
      {quick.map(
        ({ act, icon: Icon, label }) =>
          acts.includes(act) && (
            <button
              key={act}
              type="button"
              className={styles.tool}
              tabIndex={reachable ? 0 : -1}
              data-act
              aria-label={t(label)}
              title={t(label)}
              onPointerDown={keepFocus}
              onClick={() => actions.run(act, message)}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
            </button>
          ),
      )}
      <button
        ref={more}
        type="button"
        className={styles.tool}
        tabIndex={reachable ? 0 : -1}
        aria-label={t('messageActions')}
        title={t('messageActions')}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        onPointerDown={keepFocus}
        onClick={() => more.current && openMenu(actions, message, { anchor: more.current })}
      >
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}
