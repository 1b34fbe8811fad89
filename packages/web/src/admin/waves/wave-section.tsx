import type { Params, UserId, WaveActivity, WaveId } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { type FormEvent, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { SettingsSection } from '../../settings/settings-section'
import { Button, TextField } from '../../ui'
import { orToast } from '../../ui/problem'
import { Segments } from '../../ui/segments'
import { useSending } from '../../ui/use-sending'
import { fromLocalTime, toLocalTime } from '../local-time'
import { NetworkField } from '../networks/network-field'
import { networkProblem } from '../networks/network-problem'
import { useWaves } from './use-waves'
import { WaveList } from './wave-list'
import { type CountedWave, WaveReview } from './wave-review'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

type Filter = Params<'admin.countWave'>['filter']
type Span = '1' | '6' | '24' | 'other'

/** The numbers, and the filter that they are for. */
interface Counted {
  readonly filter: Filter
  readonly counted: CountedWave
}

/** The fields of the form, and the filter that they mean. */
const useWaveFilter = () => {
  const [span, setSpan] = useState<Span>('1')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [network, setNetwork] = useState('')
  const [activity, setActivity] = useState<WaveActivity>('any')
  const choose = (next: Span) => {
    setSpan(next)
    if (next !== 'other' || from !== '') return
    setFrom(toLocalTime(Date.now() - 24 * hourMs))
    setUntil(toLocalTime(Date.now() + 60_000))
  }
  const filterNow = (): Filter | undefined => {
    const nowMs = Date.now()
    const times =
      span === 'other'
        ? { from: fromLocalTime(from), until: fromLocalTime(until) }
        : { from: nowMs - Number(span) * hourMs, until: nowMs }
    if (times.from === undefined || times.until === undefined || times.until <= times.from) return undefined
    const place = network.trim() === '' ? {} : { network: network.trim() }
    return { from: times.from, until: times.until, activity, ...place }
  }
  return { span, choose, from, setFrom, until, setUntil, network, setNetwork, activity, setActivity, filterNow }
}

interface WaveFieldsProps {
  readonly fields: ReturnType<typeof useWaveFilter>
  readonly problem: string | undefined
  /** Runs after each change. */
  readonly onChange: () => void
}

const WaveFields = ({ fields, problem, onChange }: WaveFieldsProps) => {
  const t = useT()
  const { span, choose, from, setFrom, until, setUntil, network, setNetwork, activity, setActivity } = fields
  const changing =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      set(value)
      onChange()
    }
  return (
    <>
      <Segments
        label={t('waveSignedUp')}
        value={span}
        options={[
          { value: '1', label: t('waveLastHour') },
          { value: '6', label: t('waveLastHours', { count: 6 }) },
          { value: '24', label: t('waveLastHours', { count: 24 }) },
          { value: 'other', label: t('waveTimes') },
        ]}
        onChange={changing(choose)}
      />
      {span === 'other' && (
        <div className="flex flex-col gap-12 tablet:flex-row [&>*]:flex-1">
          <TextField
            type="datetime-local"
            label={t('waveFrom')}
            value={from}
            onChange={(event) => changing(setFrom)(event.target.value)}
          />
          <TextField
            type="datetime-local"
            label={t('waveUntil')}
            value={until}
            onChange={(event) => changing(setUntil)(event.target.value)}
          />
        </div>
      )}
      <NetworkField value={network} hint={t('waveNetworkHint')} error={problem} onChange={changing(setNetwork)} />
      <Segments
        label={t('waveActivity')}
        value={activity}
        options={[
          { value: 'any', label: t('waveAnyActivity') },
          { value: 'wrote', label: t('waveWrote') },
          { value: 'silent', label: t('waveSilent') },
        ]}
        onChange={changing(setActivity)}
      />
    </>
  )
}

/** Chooses the accounts of a spam wave, counts them, and cleans up: disables the accounts and deletes their messages. */
export const WaveSection = ({ onBlocked }: { readonly onBlocked: () => void }) => {
  const t = useT()
  const client = useClient()
  const fields = useWaveFilter()
  const { waves, load } = useWaves()
  const [shown, setShown] = useState<Counted>()
  const [left, setLeft] = useState<ReadonlySet<UserId>>(new Set())
  const [blocks, setBlocks] = useState(false)
  const counting = useSending(async () => {
    const filter = fields.filterNow()
    setShown(undefined)
    if (!filter) return counting.setProblem(t('waveTimesWrong'))
    const counted = await client.call('admin.countWave', { filter })
    setLeft(new Set())
    setShown({ filter, counted })
  }, networkProblem)
  const cleaning = useSending(async () => {
    if (!shown) return
    const { filter, counted } = shown
    const id = newUuidV7() as WaveId
    await client.call('admin.cleanWave', { id, filter, hash: counted.hash, except: [...left] })
    setShown(undefined)
    if (blocks && filter.network !== undefined) {
      await orToast(t, client.call('admin.blockNetwork', { network: filter.network, forMs: weekMs }))
      onBlocked()
    }
    await load()
  }, networkProblem)
  const count = (event: FormEvent) => {
    event.preventDefault()
    cleaning.setProblem(undefined)
    counting.submit()
  }
  const forget = () => {
    setShown(undefined)
    counting.setProblem(undefined)
    cleaning.setProblem(undefined)
  }
  return (
    <SettingsSection title={t('waveTitle')} body={t('waveBody')}>
      <form noValidate onSubmit={count} className="flex flex-col gap-12">
        <WaveFields fields={fields} problem={counting.problem ?? cleaning.problem} onChange={forget} />
        <Button type="submit" kind="secondary" busy={counting.busy} className="w-full tablet:w-auto tablet:self-start">
          {t('waveCount')}
        </Button>
      </form>
      {shown && (
        <WaveReview
          counted={shown.counted}
          left={left}
          onLeave={setLeft}
          network={shown.filter.network}
          blocks={blocks}
          onBlocks={setBlocks}
          busy={cleaning.busy}
          onClean={cleaning.submit}
        />
      )}
      <WaveList waves={waves} onChanged={() => void load()} />
    </SettingsSection>
  )
}
