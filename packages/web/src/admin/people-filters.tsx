import { ChevronDown } from 'lucide-react'
import { type Key, useT } from '../i18n'
import { Button, Menu } from '../ui'
import { NetworkField } from './networks/network-field'
import type { PeopleFilter } from './people-filter'

const states = {
  active: 'stateActive',
  disabled: 'disabledBadge',
  closed: 'closedBadge',
  administrator: 'stateAdministrators',
} as const satisfies Record<NonNullable<PeopleFilter['state']>, Key>

interface PeopleFiltersProps {
  readonly filter: PeopleFilter
  readonly problem: string | undefined
  readonly onChange: (filter: PeopleFilter) => void
}

/** The state, the time of the registration and the network of accounts. */
export const PeopleFilters = ({ filter, problem, onChange }: PeopleFiltersProps) => {
  const t = useT()
  const { state, days, ...rest } = filter
  const withState = (next?: PeopleFilter['state']) =>
    onChange({ ...rest, ...(days === undefined ? {} : { days }), ...(next ? { state: next } : {}) })
  const withDays = (next?: number) =>
    onChange({ ...rest, ...(state ? { state } : {}), ...(next === undefined ? {} : { days: next }) })
  const stateItems = [
    { label: t('stateAny'), checked: state === undefined, onSelect: () => withState() },
    ...(Object.keys(states) as (keyof typeof states)[]).map((one) => ({
      label: t(states[one]),
      checked: state === one,
      onSelect: () => withState(one),
    })),
  ]
  const daysText = (count: number | undefined) =>
    count === undefined ? t('signedUpAny') : t('signedUpDays', { count })
  const dayItems = [undefined, 1, 7, 30].map((count) => ({
    label: daysText(count),
    checked: days === count,
    onSelect: () => withDays(count),
  }))
  return (
    <div className="mt-12 flex flex-col gap-12">
      <div className="flex flex-wrap gap-8">
        <Menu label={t('stateOfAccounts')} items={stateItems}>
          {(trigger) => (
            <Button {...trigger} kind="secondary" size="small">
              {state === undefined ? t('stateAny') : t(states[state])}
              <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
            </Button>
          )}
        </Menu>
        <Menu label={t('waveSignedUp')} items={dayItems}>
          {(trigger) => (
            <Button {...trigger} kind="secondary" size="small">
              {daysText(days)}
              <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
            </Button>
          )}
        </Menu>
      </div>
      <NetworkField
        value={filter.network}
        hint={t('peopleNetworkHint')}
        error={problem}
        onChange={(network) => onChange({ ...filter, network })}
      />
    </div>
  )
}
