import { limits } from '@parley/protocol/limits'
import { useId } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { SaveRow } from './save-row'
import { useOwnField } from './use-own-field'

/** The text that others see in the user's profile. If saving fails, the typed text stays. */
export const BioForm = () => {
  const t = useT()
  const id = useId()
  const held = useSelector((state) => state.me?.bio ?? '')
  const { value, changed, problem, busy, save, write, cancel } = useOwnField({
    ...{ held, saved: 'bioSaved' },
    wrong: () => undefined,
    change: (bio) => ({ bio }),
  })
  return (
    <form noValidate onSubmit={save} className="mt-16 flex flex-col gap-4">
      <label htmlFor={id} className="text-small font-500 text-text-2">
        {t('bio')}
      </label>
      <textarea
        id={id}
        rows={3}
        maxLength={limits.bioMaxChars}
        placeholder={t('bioHint')}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-error`}
        value={value}
        onChange={(event) => write(event.target.value)}
        className="w-full resize-none rounded-8 bg-surface px-12 py-8 text-ui font-400 text-text outline-none shadow-[inset_0_0_0_1px_var(--color-border-control)] focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      {problem !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-meta text-danger">
          {problem}
        </p>
      )}
      {changed && (
        <div className="mt-8">
          <SaveRow busy={busy} onCancel={cancel} />
        </div>
      )}
    </form>
  )
}
