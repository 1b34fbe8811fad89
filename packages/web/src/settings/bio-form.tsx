import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { problemText } from '../problem'
import { Button, toast } from '../ui'

/** What others read about me in my profile. What was typed stays when saving fails. */
export const BioForm = () => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const held = useSelector((state) => state.me?.bio ?? '')
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const bio = typed ?? held
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await client.call('accounts.update', { bio })
      setTyped(undefined)
      toast(t('bioSaved'))
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="mt-16 flex flex-col gap-4">
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
        value={bio}
        onChange={(event) => {
          setTyped(event.target.value)
          setProblem(undefined)
        }}
        className="w-full resize-none rounded-8 bg-surface px-12 py-8 text-ui font-400 text-text outline-none shadow-[inset_0_0_0_1px_var(--color-border-control)] focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      {problem !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-meta text-danger">
          {problem}
        </p>
      )}
      {bio !== held && (
        <div className="mt-8 flex flex-wrap gap-8">
          <Button type="submit" busy={busy}>
            {t('save')}
          </Button>
          <Button kind="secondary" onClick={() => setTyped(undefined)}>
            {t('cancel')}
          </Button>
        </div>
      )}
    </form>
  )
}
