import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useFormat, useLocale, useT } from '../i18n'
import { IconButton } from '../ui'
import styles from './calendar.module.css'
import { clampDay, type Day, dayByKey, plusMonths, sameDay, startOf, weeksOf } from './days'
import { weekStartOf } from './week-start'

export interface CalendarProps {
  /** The day that is marked at first. */
  readonly day: Day
  /** The first day that can be chosen; undefined where that isn't known. */
  readonly first: Day | undefined
  readonly last: Day
  readonly onPick: (day: Day) => void
  /** The day that the keyboard stands on. */
  readonly dayRef: RefObject<HTMLButtonElement | null>
}

/** A Monday. */
const mondayMs = startOf({ year: 2024, month: 0, date: 1 })

const useNames = () => {
  const locale = useLocale()
  return useMemo(() => {
    const weekStart = weekStartOf(locale, navigator.languages)
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
  readonly standing: boolean
}

const DayCell = ({ day, standing, first, last, onPick, dayRef }: DayCellProps) => {
  const format = useFormat()
  const out = !sameDay(day, clampDay(day, first, last))
  return (
    <button
      ref={standing ? dayRef : undefined}
      type="button"
      tabIndex={standing ? 0 : -1}
      disabled={out}
      aria-label={format.date(startOf(day))}
      aria-current={sameDay(day, last) ? 'date' : undefined}
      data-standing={standing || undefined}
      className={styles.day}
      onClick={() => onPick(day)}
    >
      {day.date}
    </button>
  )
}

const monthKey = ({ year, month }: Day): number => year * 12 + month

/** A month whose days can be chosen, with the pointer or the keyboard. */
export const Calendar = ({ day, first, last, onPick, dayRef }: CalendarProps) => {
  const t = useT()
  const title = useId()
  const { weekStart, weekdays, monthOf } = useNames()
  const [chosen, setStanding] = useState(day)
  const standing = clampDay(chosen, first, last)
  const follows = useRef(false)
  useLayoutEffect(() => {
    if (follows.current) dayRef.current?.focus()
    follows.current = false
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = dayByKey(event.key, standing, { shift: event.shiftKey, weekStart })
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    follows.current = true
    setStanding(clampDay(next, first, last))
  }
  // The buttons stay focusable at both ends, where turning changes nothing.
  const turn = (months: number) => {
    const next = clampDay(plusMonths(standing, months), first, last)
    if (monthKey(next) !== monthKey(standing)) setStanding(next)
  }
  return (
    <div data-testid="calendar" className={styles.calendar}>
      <div className="flex items-center gap-8 pb-8">
        <h3 id={title} className="min-w-0 flex-1 text-title text-text" aria-live="polite">
          {monthOf(standing)}
        </h3>
        <IconButton
          icon={ChevronLeft}
          label={t('previousMonth')}
          aria-disabled={first !== undefined && monthKey(standing) <= monthKey(first)}
          className={styles.turn ?? ''}
          onClick={() => turn(-1)}
        />
        <IconButton
          icon={ChevronRight}
          label={t('nextMonth')}
          aria-disabled={monthKey(standing) >= monthKey(last)}
          className={styles.turn ?? ''}
          onClick={() => turn(1)}
        />
      </div>
      <table className={styles.days} aria-labelledby={title} onKeyDown={onKeyDown}>
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
          {weeksOf(standing, weekStart).map((week) => {
            const days = week.flatMap((one) => one ?? [])
            return (
              <tr key={days[0]?.date}>
                {week.map((one, column) => (
                  <td key={weekdays[column]?.long}>
                    {one && (
                      <DayCell {...{ first, last, onPick, dayRef }} day={one} standing={sameDay(one, standing)} />
                    )}
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
