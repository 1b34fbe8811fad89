import { RotateCcw, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useId, useRef } from 'react'
import { useT } from '../i18n'
import { Button } from '../ui/button'
import { cx } from '../ui/class-names'
import { Segments } from '../ui/segments'
import { useFittingHeight } from '../ui/use-fitting-height'
import { AnswerView } from './answer-view'
import type { Transport } from './calls'
import type { Method } from './contract-document'
import { useKnown } from './known'
import { LiveLog } from './live-log'
import { Part } from './part'
import type { Question } from './read-params'
import { SignInLine } from './sign-in-line'
import { useTry } from './use-try'

const onMac = /mac|iphone|ipad/i.test(navigator.platform)

interface EditorProps {
  readonly text: string
  readonly problem: string | undefined
  readonly onChange: (text: string) => void
  readonly onRun: () => void
}

const Editor = ({ text, problem, onChange, onRun }: EditorProps) => {
  const t = useT()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useFittingHeight(field)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    onRun()
  }
  return (
    <div className="mt-12">
      <label htmlFor={id} className="text-small font-500 text-text-2">
        {t('docsEditor')}
      </label>
      <textarea
        ref={field}
        id={id}
        data-testid="docs-editor"
        value={text}
        rows={Math.min(16, Math.max(4, text.split('\n').length + 1))}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={cx(
          'mt-4 block max-h-[400px] w-full resize-y rounded-8 [field-sizing:content] bg-surface p-12 font-mono text-small text-text outline-none pointer-coarse:text-touch',
          problem === undefined
            ? 'shadow-[inset_0_0_0_1px_var(--color-border-control)] focus:shadow-[inset_0_0_0_2px_var(--color-focus)]'
            : 'shadow-[inset_0_0_0_1px_var(--color-danger)] focus:shadow-[inset_0_0_0_2px_var(--color-danger)]',
        )}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="mt-4 text-meta text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}

interface AskProps {
  readonly method: string
  readonly question: Question
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Requests confirmation for irreversible calls. */
const Ask = ({ method, question, onConfirm, onCancel }: AskProps) => {
  const t = useT()
  return (
    <div role="alert" className="mt-12 rounded-8 bg-warning-bg p-12 text-small text-warning-on-bg">
      <p className="flex items-start gap-8">
        <TriangleAlert size={18} strokeWidth={1.75} aria-hidden className="shrink-0" />
        {question === 'docsAskFinal' ? t(question, { method }) : t(question)}
      </p>
      <div className="mt-12 flex flex-wrap gap-8">
        <Button kind="danger" size="small" onClick={onConfirm}>
          {t('docsRunAnyway')}
        </Button>
        <Button kind="secondary" size="small" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}

/** Says why a call will be refused, as far as it is known. */
const SignInHint = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const { me } = useKnown()
  if (method['x-auth'] === 'none') return null
  if (method['x-auth'] === 'service') return <p className="mb-12 text-small text-text-2">{t('docsNeedsToken')}</p>
  if (!me) return <SignInLine />
  if (method['x-auth'] === 'user') return null
  return <p className="mb-12 text-small text-text-2">{t('docsNeedsAdmin')}</p>
}

/** Calls a method on the running server, as the signed-in user. */
export const TryIt = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const tried = useTry(method)
  const options: readonly { value: Transport; label: string }[] = [
    ...('x-connection-only' in method ? [] : [{ value: 'http', label: t('docsHttp') } as const]),
    { value: 'socket', label: t('docsSocket') },
  ]
  return (
    <Part title={t('docsTry')}>
      <p className="mb-12 text-small text-text-2">{t('docsTryOn')}</p>
      <SignInHint method={method} />
      <Segments label={t('docsTransport')} value={tried.transport} options={options} onChange={tried.setTransport} />
      <Editor text={tried.text} problem={tried.problem} onChange={tried.edit} onRun={tried.press} />
      <div className="mt-12 flex flex-wrap items-center gap-8">
        <Button busy={tried.busy} onClick={tried.press}>
          {t('docsRun')}
        </Button>
        <Button kind="ghost" onClick={tried.reset}>
          <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          {t('docsReset')}
        </Button>
        <span className="text-meta text-text-3 pointer-coarse:hidden">
          {t('docsRunKeys', { keys: onMac ? '⌘ Enter' : 'Ctrl+Enter' })}
        </span>
      </div>
      {tried.question && (
        <Ask method={method.name} question={tried.question} onConfirm={tried.confirm} onCancel={tried.cancel} />
      )}
      {tried.answer && <AnswerView answer={tried.answer} />}
      {tried.transport === 'socket' && <LiveLog />}
    </Part>
  )
}
