import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useFormat, useRegionalLocale, useT } from '../i18n'
import { weekStartOf } from '../i18n/region'
import { IconButton } from '../ui'
import { giveFocus } from '../ui/give-focus'
import styles from './calendar.module.css'
import { clampDay, type Day, dayByKey, plusMonths, sameDay, startOf, weeksOf } from './days'

export interface CalendarProps {
  /** The initially selected day. */
  readonly day: Day
  /** The first day that can be chosen. Undefined if it isn't known. */
  readonly first: Day | undefined
  readonly last: Day
  readonly onPick: (day: Day) => void
  /** The day with the keyboard focus. */
  readonly dayRef: RefObject<HTMLButtonElement | null>
}

const mondayMs = startOf({ year: 2024, month: 0, date: 1 })

const useNames = () => {
  const locale = useRegionalLocale()
  return useMemo(() => {
    const weekStart = weekStartOf(locale)
    const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' })
    const [short, long] = (['short', 'long'] as const).map((weekday) => new Intl.DateTimeFormat(locale, { weekday }))
    const weekdays = Array.from({ length: 7 }, (_, column) => {
      const at = new Date(mondayMs)
      at.setDate(at.getDate() + weekStart - 1 + column)
      return { short: short?.format(at) ?? '', long: long?.format(at) ?? '' }
    })
    return { weekStart, weekdays, monthOf: (day: Day) => month.format(startOf(day)) }
  }, [locale])
}

interface DayCellProps extends Pick<CalendarProps, 'first' | 'last' | 'onPick' | 'dayRef'> {
  readonly day: Day
  readonly focused: boolean
}

const DayCell = ({ day, focused, first, last, onPick, dayRef }: DayCellProps) => {
  const format = useFormat()
  const out = !sameDay(day, clampDay(day, first, last))
  return (
    <button
      ref={focused ? dayRef : undefined}
      type="button"
      tabIndex={focused ? 0 : -1}
      disabled={out}
      aria-label={format.date(startOf(day))}
      aria-current={sameDay(day, last) ? 'date' : undefined}
      data-focused={focused || undefined}
      className={styles.day}
      onClick={() => onPick(day)}
    >
      {day.date}
    </button>
  )
}

/** The day that had the focus is gone, or can no longer be chosen. */
const isFocusLost = (): boolean =>
  document.activeElement === document.body || document.activeElement?.matches(':disabled') === true

const monthKey = ({ year, month }: Day): number => year * 12 + month

/** A month whose days can be chosen with the pointer or the keyboard. */
export const Calendar = ({ day, first, last, onPick, dayRef }: CalendarProps) => {
  const t = useT()
  const title = useId()
  const { weekStart, weekdays, monthOf } = useNames()
  const [chosen, setChosen] = useState(day)
  const focused = clampDay(chosen, first, last)
  const follows = useRef(false)
  const usesKeys = useRef(false)
  useLayoutEffect(() => {
    // The first day may become known after keys have moved the focus to a day before it.
    if (follows.current || (usesKeys.current && isFocusLost())) giveFocus(dayRef.current)
    follows.current = false
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = dayByKey(event.key, focused, { shift: event.shiftKey, weekStart })
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    follows.current = true
    usesKeys.current = true
    setChosen(clampDay(next, first, last))
  }
  // The buttons stay focusable at both ends, where they have no effect.
  const turn = (months: number) => {
    const next = clampDay(plusMonths(focused, months), first, last)
    if (monthKey(next) !== monthKey(focused)) setChosen(next)
  }
  return (
    <div data-testid="calendar" className={styles.calendar}>
      <div className="flex items-center gap-8 pb-8">
        <h3 id={title} className="min-w-0 flex-1 text-title text-text" aria-live="polite">
          {monthOf(focused)}
        </h3>
        <IconButton
          icon={ChevronLeft}
          label={t('previousMonth')}
          aria-disabled={first !== undefined && monthKey(focused) <= monthKey(first)}
          className={styles.turn ?? ''}
          onClick={() => turn(-1)}
        />
        <IconButton
          icon={ChevronRight}
          label={t('nextMonth')}
          aria-disabled={monthKey(focused) >= monthKey(last)}
          className={styles.turn ?? ''}
          onClick={() => turn(1)}
        />
      </div>
      <table
        className={styles.days}
        aria-labelledby={title}
        onKeyDown={onKeyDown}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (relatedTarget && !currentTarget.contains(relatedTarget)) usesKeys.current = false
        }}
      >
        <thead>
          <tr>
            {weekdays.map(({ short, long }) => (
              <th key={long} abbr={long} scope="col">
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(focused, weekStart).map((week) => {
            const days = week.flatMap((one) => one ?? [])
            return (
              <tr key={days[0]?.date}>
                {week.map((one, column) => (
                  <td key={weekdays[column]?.long}>
                    {one && <DayCell {...{ first, last, onPick, dayRef }} day={one} focused={sameDay(one, focused)} />}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
