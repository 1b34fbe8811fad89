import { limits } from '@parley/protocol/limits'
import type { RefusedTexts } from '@parley/protocol/moderation'
import { WordFilter } from '@parley/protocol/word-filter'
import type { Client } from '@parley/sdk/api'
import { type FormEvent, useMemo, useState } from 'react'
import { type T, useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, TextField, toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { TextArea } from '../../ui/text-area'
import { LoadedSection } from '../loaded-section'
import { arePatternsTooMany, checkPatterns, type RefusedPattern } from './typed-patterns'
import { areTooMany, typedWords } from './typed-words'

interface FormProps {
  readonly held: RefusedTexts
  readonly onSaved: (now: RefusedTexts) => void
}

const problemOf = (t: T, { source, problem, at = 1 }: RefusedPattern): string => {
  const pattern = isolated(source)
  switch (problem) {
    case 'syntax':
      return t('patternSyntax', { pattern, at })
    case 'unsupported':
      return t('patternUnsupported', { pattern, at })
    case 'too_complex':
      return t('patternTooComplex', { pattern })
    case 'matches_all':
      return t('patternMatchesAll', { pattern })
  }
}

/** The typed words and patterns, and what is wrong with them. */
const useTyped = (held: RefusedTexts) => {
  const t = useT()
  const [wordsText, setWordsText] = useState(() => held.words.join('\n'))
  const [patternsText, setPatternsText] = useState(() => held.patterns.join('\n'))
  const words = useMemo(() => typedWords(wordsText), [wordsText])
  const sources = useMemo(() => typedWords(patternsText), [patternsText])
  const { patterns, refused } = useMemo(() => checkPatterns(sources), [sources])
  const tooMany = areTooMany(words)
  const filter = useMemo(() => new WordFilter(tooMany ? [] : words, patterns), [words, tooMany, patterns])
  const wordBounds = t('wordsTooMany', { count: limits.refusedWords, length: limits.refusedWordMaxChars })
  const patternBounds = t('patternsTooMany', { count: limits.refusedPatterns, length: limits.refusedPatternMaxChars })
  const refusedPattern = refused && problemOf(t, refused)
  const badPatterns = arePatternsTooMany(sources) ? patternBounds : refusedPattern
  return {
    wordsText,
    setWordsText,
    patternsText,
    setPatternsText,
    wordBounds,
    patternsHint: badPatterns ?? patternBounds,
    texts: { words, patterns: sources },
    filter,
    problem: tooMany ? wordBounds : badPatterns,
  }
}

const WordsForm = ({ held, onSaved }: FormProps) => {
  const t = useT()
  const client = useClient()
  const typed = useTyped(held)
  const [tried, setTried] = useState('')
  const [busy, setBusy] = useState(false)
  const found = useMemo(() => typed.filter.findWritten(tried), [typed.filter, tried])
  const verdict = found === undefined ? t('wordsFree') : t('wordsFound', { word: isolated(found) })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (typed.problem !== undefined) {
      toast(typed.problem, { kind: 'danger' })
      return
    }
    setBusy(true)
    const now = await orToast(t, client.call('admin.setWords', typed.texts))
    setBusy(false)
    if (!now) return
    onSaved(now)
    toast(t('wordsSaved'))
  }
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      <TextArea
        label={t('wordsList')}
        hint={typed.wordBounds}
        value={typed.wordsText}
        maxLength={limits.refusedWords * (limits.refusedWordMaxChars + 1)}
        rows={6}
        onChange={typed.setWordsText}
      />
      <TextArea
        label={t('patternsList')}
        hint={typed.patternsHint}
        value={typed.patternsText}
        maxLength={limits.refusedPatterns * (limits.refusedPatternMaxChars + 1)}
        rows={4}
        onChange={typed.setPatternsText}
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

const loadWords = (client: Client) => client.call('admin.words', {})

/** The words and patterns that messages are refused for. */
export const WordsSection = () => {
  const t = useT()
  return (
    <LoadedSection title={t('words')} body={t('wordsBody')} load={loadWords}>
      {(held, onSaved) => <WordsForm held={held} onSaved={onSaved} />}
    </LoadedSection>
  )
}
