import type { Wave } from '@parley/protocol'
import { Undo2 } from 'lucide-react'
import { type Format, type T, useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, toast } from '../../ui'
import { networkProblem } from '../networks/network-problem'
import { partDone } from './part-done'

const stateText = (t: T, format: Format, { state, undoUntil = 0 }: Wave): string => {
  switch (state) {
    case 'cleaning':
      return t('waveCleaning')
    case 'cleaned':
      return t('waveCleaned', { time: format.time(undoUntil) })
    case 'undoing':
      return t('waveUndoing')
    case 'undone':
      return t('waveUndone')
    case 'final':
      return t('waveFinal')
  }
}

interface WaveLineProps {
  readonly wave: Wave
  readonly onChanged: () => void
}

const WaveLine = ({ wave, onChanged }: WaveLineProps) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const { id, state, accounts, accountsDone, messages, messagesDone } = wave
  const percent = Math.round(partDone(wave) * 100)
  const undo = async () => {
    await client.call('admin.undoWave', { id }).catch((thrown) => toast(networkProblem(t, thrown), { kind: 'danger' }))
    onChanged()
  }
  return (
    <li className="flex flex-col gap-8 py-12 hairline-b" data-wave={state}>
      <span className="flex flex-wrap items-center justify-between gap-8">
        <span className="min-w-0 flex-1 basis-240">
          <span role="status" className="block text-ui text-text">
            {stateText(t, format, wave)}
          </span>
          <span className="block text-meta text-text-2">
            {format.dateTime(wave.createdAt)}
            {' · '}
            {t('waveDone', { accountsDone, accounts, messagesDone, messages })}
          </span>
        </span>
        {(state === 'cleaning' || state === 'cleaned') && (
          <Button kind="secondary" size="small" onClick={() => void undo()}>
            <Undo2 size={16} strokeWidth={1.75} aria-hidden />
            {state === 'cleaning' ? t('waveStop') : t('waveUndo')}
          </Button>
        )}
      </span>
      {(state === 'cleaning' || state === 'undoing') && (
        <span
          role="progressbar"
          aria-label={stateText(t, format, wave)}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="block h-4 overflow-hidden rounded-full bg-hover"
        >
          <span className="block h-full rounded-full bg-accent-solid" style={{ width: `${percent}%` }} />
        </span>
      )}
    </li>
  )
}

interface WaveListProps {
  readonly waves: readonly Wave[]
  readonly onChanged: () => void
}

/** The cleanups of the last day, with their progress and their undo. */
export const WaveList = ({ waves, onChanged }: WaveListProps) => {
  const t = useT()
  if (waves.length === 0) return null
  return (
    <ul className="m-0 mt-12 list-none p-0" aria-label={t('waves')}>
      {waves.map((wave) => (
        <WaveLine key={wave.id} wave={wave} onChanged={onChanged} />
      ))}
    </ul>
  )
}
