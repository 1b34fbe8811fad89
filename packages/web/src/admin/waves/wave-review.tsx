import type { Result, UserId } from '@parley/protocol'
import { useFormat, useT } from '../../i18n'
import { PersonLine } from '../../people/person-row'
import { Button } from '../../ui'
import { SwitchRow } from '../../ui/switch-row'

export type CountedWave = Result<'admin.countWave'>

interface WaveReviewProps {
  readonly counted: CountedWave
  /** Accounts that stay. */
  readonly left: ReadonlySet<UserId>
  readonly onLeave: (left: ReadonlySet<UserId>) => void
  /** The network that can be blocked, too. */
  readonly network: string | undefined
  readonly blocks: boolean
  readonly onBlocks: (blocks: boolean) => void
  readonly busy: boolean
  readonly onClean: () => void
}

/** The counted accounts of a spam wave: numbers, some accounts that can be left out, and the button that cleans up. */
export const WaveReview = ({ counted, left, onLeave, network, blocks, onBlocks, busy, onClean }: WaveReviewProps) => {
  const t = useT()
  const format = useFormat()
  const { accounts, chats, messages, sample } = counted
  const leftMessages = sample.reduce((sum, one) => sum + (left.has(one.user.id) ? one.messages : 0), 0)
  const chosen = { accounts: accounts - left.size, messages: messages - leftMessages }
  const change = (id: UserId, stays: boolean) => {
    const next = new Set(left)
    if (stays) next.add(id)
    else next.delete(id)
    onLeave(next)
  }
  const totals = [
    t('waveAccountsCount', { count: chosen.accounts }),
    t('waveMessagesCount', { count: chosen.messages }),
    t('waveChatsCount', { count: chats }),
  ].join(' · ')
  if (accounts === 0)
    return (
      <p role="status" className="mt-12 text-small text-text-2">
        {t('nobodyMatches')}
      </p>
    )
  return (
    <div className="mt-16 flex flex-col gap-12">
      <p role="status" className="text-ui font-500 text-text" data-wave-totals>
        {totals}
      </p>
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="p-0 text-small text-text-2">
          {accounts > sample.length ? t('waveSample', { count: sample.length }) : t('waveAll')}
        </legend>
        <ul className="m-0 mt-4 max-h-360 list-none overflow-y-auto rounded-10 bg-hover p-4">
          {sample.map(({ user, messages: own }) => (
            <li key={user.id}>
              <label className="flex min-w-0 cursor-pointer items-center gap-12 rounded-8 px-8 has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-focus">
                <input
                  type="checkbox"
                  checked={!left.has(user.id)}
                  onChange={(event) => change(user.id, !event.target.checked)}
                  className="size-20 shrink-0 accent-accent-solid outline-none"
                />
                <PersonLine
                  user={user}
                  note={
                    <>
                      {user.address !== undefined && (
                        <>
                          <bdi>{user.address}</bdi>
                          {' · '}
                        </>
                      )}
                      {format.dateTime(user.createdAt)}
                    </>
                  }
                  end={<span className="text-meta text-text-2">{t('waveMessagesCount', { count: own })}</span>}
                />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {network !== undefined && (
        <SwitchRow
          label={t('waveBlocks', { network })}
          hint={t('waveBlocksHint')}
          checked={blocks}
          onChange={onBlocks}
        />
      )}
      <Button
        kind="danger"
        busy={busy}
        disabled={chosen.accounts === 0}
        className="w-full tablet:w-auto tablet:self-start"
        onClick={onClean}
      >
        {t('waveClean', { count: chosen.accounts })}
      </Button>
      <p className="text-small text-text-2">{t('waveCleanHint')}</p>
    </div>
  )
}
