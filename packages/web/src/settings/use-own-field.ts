import type { Params } from '@parley/protocol'
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { toast } from '../ui'
import { useSending } from '../ui/use-sending'

interface OwnField {
  /** The stored value. */
  readonly held: string
  readonly saved: 'nameSaved' | 'bioSaved'
  /** The error for a typed value. Undefined if it is valid. */
  readonly wrong: (typed: string) => string | undefined
  readonly change: (typed: string) => Params<'accounts.update'>
}

/** A field of the user's own profile. If saving fails, the typed text stays. */
export const useOwnField = ({ held, saved, wrong, change }: OwnField) => {
  const t = useT()
  const client = useClient()
  const [typed, setTyped] = useState<string>()
  const value = typed ?? held
  const { problem, setProblem, busy, submit } = useSending(async () => {
    await client.call('accounts.update', change(value))
    setTyped(undefined)
    toast(t(saved))
  })
  return {
    ...{ value, problem, busy },
    changed: value !== held,
    save: (event: FormEvent) => {
      event.preventDefault()
      const problemNow = wrong(value)
      if (problemNow === undefined) submit()
      else setProblem(problemNow)
    },
    write: (next: string) => {
      setTyped(next)
      setProblem(undefined)
    },
    cancel: () => setTyped(undefined),
  }
}
