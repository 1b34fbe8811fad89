import { Ellipsis, Pencil, Reply, SmilePlus } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import { useT } from '../../i18n'
import { useMessageActions, useRowLook } from '../pane-contexts'
import type { TimelineItem } from '../timeline-items'
import { useOpenMenu } from './open-menu'
import styles from './row-tools.module.css'

/** Keeps the focus where it is, mostly in the composer. The history doesn't count this as a click. */
const keepFocus = (event: PointerEvent) => {
  event.preventDefault()
  event.stopPropagation()
}

/** The actions with a button outside the menu. */
const quick = [
  { act: 'react', icon: SmilePlus, label: 'react' },
  { act: 'reply', icon: Reply, label: 'reply' },
  { act: 'edit', icon: Pencil, label: 'editMessage' },
] as const

interface RowToolsProps {
  readonly item: Extract<TimelineItem, { kind: 'message' }>
  /** Reachable with Tab. */
  readonly reachable: boolean
  readonly menuOpen: boolean
}

/** The small toolbar beside a hovered message. On touch screens, it has only the menu button. */
export const RowTools = ({ item: { message, own }, reachable, menuOpen }: RowToolsProps) => {
  const t = useT()
  const { actsOf, run } = useMessageActions()
  const { layout } = useRowLook()
  const openMenu = useOpenMenu()
  const more = useRef<HTMLButtonElement>(null)
  const acts = actsOf(message)
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
              onClick={() => run(act, message)}
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
        onClick={() => more.current && openMenu(message, { anchor: more.current })}
      >
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}
