import { limits } from '@parley/protocol/limits'
import { WordFilter } from '@parley/protocol/word-filter'
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { SettingsSection } from '../../settings/settings-section'
import { Button, Skeleton, TextField, toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { TextArea } from '../../ui/text-area'
import { areTooMany, typedWords } from './typed-words'

interface FormProps {
  readonly held: readonly string[]
  readonly onSaved: (now: readonly string[]) => void
}

const WordsForm = ({ held, onSaved }: FormProps) => {
  const t = useT()
  const client = useClient()
  const [typed, setTyped] = useState(() => held.join('\n'))
  const [tried, setTried] = useState('')
  const [busy, setBusy] = useState(false)
  const words = useMemo(() => typedWords(typed), [typed])
  const tooMany = areTooMany(words)
  const found = useMemo(() => new WordFilter(tooMany ? [] : words).findWritten(tried), [words, tooMany, tried])
  const bounds = t('wordsTooMany', { count: limits.refusedWords, length: limits.refusedWordMaxChars })
  const verdict = found === undefined ? t('wordsFree') : t('wordsFound', { word: isolated(found) })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (tooMany) {
      toast(bounds, { kind: 'danger' })
      return
    }
    setBusy(true)
    const now = await orToast(t, client.call('admin.setWords', { words }))
    setBusy(false)
    if (!now) return
    onSaved(now.words)
    toast(t('wordsSaved'))
  }
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      <TextArea
        label={t('wordsList')}
        hint={bounds}
        value={typed}
        maxLength={limits.refusedWords * (limits.refusedWordMaxChars + 1)}
        rows={6}
        onChange={setTyped}
      />
      <TextField
        label={t('wordsTry')}
        dir="auto"
        autoComplete="off"
        value={tried}
        hint={tried === '' ? t('wordsTryHint') : verdict}
        onChange={(event) => setTried(event.target.value)}
      />
      <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
        {t('wordsSave')}
      </Button>
    </form>
  )
}

/** The words that messages are refused for. */
export const WordsSection = () => {
  const t = useT()
  const client = useClient()
  const [held, setHeld] = useState<readonly string[]>()
  const [failed, setFailed] = useState(false)
  const load = useCallback(async () => {
    const answer = await orToast(t, client.call('admin.words', {}))
    if (answer) setHeld(answer.words)
    setFailed(!answer)
  }, [client, t])
  useEffect(() => {
    void load()
  }, [load])
  return (
    <SettingsSection title={t('words')} body={t('wordsBody')}>
      {held && <WordsForm held={held} onSaved={setHeld} />}
      {!held && failed && (
        <Button kind="secondary" onClick={() => void load()}>
          {t('retry')}
        </Button>
      )}
      {!held && !failed && <Skeleton className="h-96 w-full" />}
    </SettingsSection>
  )
}
