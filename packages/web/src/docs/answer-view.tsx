import { CircleAlert, CircleCheck } from 'lucide-react'
import { errorText, useT } from '../i18n'
import { cx } from '../ui/class-names'
import type { Answer } from './calls'
import { CodeBlock } from './part'

/** The meaning of an error, and the server's details. */
const Refusal = ({ answer: { error } }: { readonly answer: Answer }) => {
  const t = useT()
  if (!error) return null
  const { code, field, retryAfterMs } = error.data
  return (
    <p className="mb-12 text-small text-pretty text-text-2">
      {errorText(t, code)} {field !== undefined && t('docsField', { field })}{' '}
      {retryAfterMs !== undefined && t('docsRetryAfter', { seconds: Math.ceil(retryAfterMs / 1_000) })}
    </p>
  )
}

/** The response to a call: whether it succeeded, its duration, and its full content. */
export const AnswerView = ({ answer }: { readonly answer: Answer }) => {
  const t = useT()
  const { ok, status, tookMs, requestId, error } = answer
  const Icon = ok ? CircleCheck : CircleAlert
  const code = error?.data.code
  return (
    <div data-testid="docs-answer" className="mt-16">
      <p role="status" className="mb-8 flex flex-wrap items-center gap-x-12 gap-y-4 text-small text-text-2">
        <span className={cx('inline-flex items-center gap-6 font-600', ok ? 'text-success' : 'text-danger')}>
          <Icon size={16} strokeWidth={1.75} aria-hidden />
          {t(ok ? 'docsOk' : 'docsFailed')}
          {code !== undefined && <code className="font-mono">{code}</code>}
        </span>
        {status !== undefined && <span className="tabular">HTTP {status}</span>}
        <span className="tabular">{t('docsTook', { ms: tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs) })}</span>
        {requestId !== undefined && (
          <span className="text-text-3 [overflow-wrap:anywhere]">{t('docsRequestId', { id: requestId })}</span>
        )}
      </p>
      <Refusal answer={answer} />
      <CodeBlock label={t('docsResult')} text={JSON.stringify(answer.body, undefined, 2)} />
    </div>
  )
}
