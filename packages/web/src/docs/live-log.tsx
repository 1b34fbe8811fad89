import { ArrowDown, ArrowUp, Plug, Unplug, Zap } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useT } from '../i18n'
import { Button } from '../ui/button'
import { cx } from '../ui/class-names'
import { useKnown } from './known'
import { clearLog, connect, disconnect, type LogLine, useLive } from './live'

const looks = {
  sent: { icon: ArrowUp, label: 'docsLogSent', color: 'text-text-2' },
  answer: { icon: ArrowDown, label: 'docsLogAnswer', color: 'text-text-2' },
  event: { icon: Zap, label: 'docsLogEvent', color: 'text-accent' },
  opened: { icon: Plug, label: 'docsLogOpened', color: 'text-success' },
  closed: { icon: Unplug, label: 'docsLogClosed', color: 'text-danger' },
} as const

const timeOf = (at: number): string => {
  const date = new Date(at)
  const part = (value: number, digits = 2) => String(value).padStart(digits, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((value) => part(value)).join(':')
  return `${time}.${part(date.getMilliseconds(), 3)}`
}

const Head = ({ line: { kind, name, at } }: { readonly line: LogLine }) => {
  const t = useT()
  const { icon: Icon, label, color } = looks[kind]
  return (
    <>
      <Icon size={14} strokeWidth={1.75} aria-hidden className={cx('shrink-0', color)} />
      <span className="tabular text-text-3">{timeOf(at)}</span>
      <span className={color}>{t(label)}</span>
      <code className="min-w-0 truncate font-mono text-text">{name}</code>
    </>
  )
}

const headClass = 'flex min-h-32 items-center gap-8 px-12 text-meta'

const Line = ({ line }: { readonly line: LogLine }) =>
  line.frame === undefined ? (
    <li className={headClass}>
      <Head line={line} />
    </li>
  ) : (
    <li>
      <details>
        <summary className={`${headClass} list-none hover:bg-hover pointer-coarse:min-h-44`}>
          <Head line={line} />
        </summary>
        <pre className="m-0 bg-code-bg px-12 py-8 font-mono text-meta leading-[18px] whitespace-pre-wrap [overflow-wrap:anywhere] text-text">
          {JSON.stringify(line.frame, undefined, 2)}
        </pre>
      </details>
    </li>
  )

/** Scrolls with new lines while the end is in view. */
const useFollow = (lines: readonly LogLine[]) => {
  const list = useRef<HTMLUListElement>(null)
  const newest = lines.at(-1)?.number
  useEffect(() => {
    if (newest !== undefined && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [newest])
  return list
}

const phases = { closed: 'docsNotConnected', opening: 'docsConnecting', open: 'docsConnected' } as const

/** A live log of this page's connection. */
export const LiveLog = () => {
  const t = useT()
  const { phase, lines } = useLive()
  const { me } = useKnown()
  const list = useFollow(lines)
  const toggle = () => {
    if (phase === 'closed') connect({ signedIn: me !== undefined }).catch(() => undefined)
    else disconnect()
  }
  return (
    <section aria-label={t('docsLog')} className="mt-24">
      <div className="flex flex-wrap items-center gap-8">
        <h3 className="text-ui font-600 text-text">{t('docsLog')}</h3>
        <span role="status" className={cx('text-meta', phase === 'open' ? 'text-success' : 'text-text-3')}>
          {t(phases[phase])}
        </span>
        <span className="flex-1" />
        <Button kind="secondary" size="small" busy={phase === 'opening'} onClick={toggle}>
          {t(phase === 'open' ? 'docsDisconnect' : 'docsConnect')}
        </Button>
        <Button kind="ghost" size="small" disabled={lines.length === 0} onClick={clearLog}>
          {t('docsClearLog')}
        </Button>
      </div>
      <p className="mt-4 text-small text-text-2">{t('docsLogBody')}</p>
      {lines.length === 0 ? (
        <p className="mt-8 rounded-8 bg-hover p-12 text-small text-text-2">{t('docsLogEmpty')}</p>
      ) : (
        <ul
          ref={list}
          data-testid="docs-log"
          aria-label={t('docsLog')}
          className="m-0 mt-8 max-h-[360px] list-none overflow-y-auto rounded-8 bg-surface p-0 py-4 shadow-[inset_0_0_0_1px_var(--color-border)]"
        >
          {lines.map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </ul>
      )}
    </section>
  )
}
