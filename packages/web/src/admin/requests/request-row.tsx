import type { AccountRequest } from '@parley/protocol'
import { useFormat, useT } from '../../i18n'
import { useMinute } from '../../lib/clock'
import { Avatar } from '../../people/avatar'
import { Button } from '../../ui'

export interface RequestRowProps {
  readonly request: AccountRequest
  readonly chosen: boolean
  readonly busy: boolean
  readonly onChoose: (chosen: boolean) => void
  readonly onApprove: () => void
  readonly onDecline: () => void
}

/** One request: who, from where and when, the note, and both answers. */
export const RequestRow = ({ request, chosen, busy, onChoose, onApprove, onDecline }: RequestRowProps) => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute()
  const { id, name, username, note, device, address, at } = request
  return (
    <li className="py-12 hairline-b last:shadow-none" data-account-request={username}>
      <label className="flex cursor-pointer items-center gap-12 pointer-coarse:min-h-44">
        <input
          type="checkbox"
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
          className="m-0 size-20 shrink-0 accent-accent-solid"
        />
        <Avatar id={id} name={name} size={36} />
        <span className="min-w-0 flex-1">
          <span className="block break-words text-ui text-text">
            <bdi className="font-500">{name}</bdi> <bdi className="text-text-2">@{username}</bdi>
          </span>
          <span className="block break-words text-meta text-text-2">
            <bdi>{device}</bdi> · <bdi>{address}</bdi> · {format.ago(at, nowMs)}
          </span>
        </span>
      </label>
      {note !== undefined && (
        <p
          className="ms-32 mt-8 whitespace-pre-wrap break-words rounded-8 bg-hover px-12 py-8 text-small text-text"
          dir="auto"
        >
          {note}
        </p>
      )}
      <div className="mt-8 flex justify-end gap-8">
        <Button
          kind="secondary"
          size="small"
          disabled={busy}
          aria-label={t('declineName', { name })}
          onClick={onDecline}
        >
          {t('declineRequest')}
        </Button>
        <Button size="small" disabled={busy} aria-label={t('letInName', { name })} onClick={onApprove}>
          {t('letIn')}
        </Button>
      </div>
    </li>
  )
}
