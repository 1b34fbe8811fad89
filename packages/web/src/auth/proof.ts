import { limits } from '@parley/protocol/limits'
import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeWord } from './challenge-worker'
import workerUrl from './challenge-worker?worker&url'

/** A solution is not used when it would be too old soon. */
const freshMs = limits.challengeMs - 60_000

/** What browsers with Trusted Types have; TypeScript does not know it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): typeof rules
}

/** The page's policy forbids scripts by mere addresses; this is the one that it starts. */
const startWorker = (): Worker => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  policy ??= trustedTypes?.createPolicy('parley-workers', { createScriptURL: () => workerUrl })
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' })
}
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

interface Proof {
  readonly solution: Promise<string>
  readonly begunAtMs: number
  readonly end: () => void
}

const begin = (onProgress: (share: number) => void): Proof => {
  const worker = startWorker()
  const solution = callHttp('', 'accounts.challenge', {}).then(
    (challenge) =>
      new Promise<string>((resolve, reject) => {
        worker.addEventListener('error', () => reject(new Error('the worker failed')))
        worker.addEventListener('message', ({ data }: MessageEvent<ChallengeWord>) => {
          if ('share' in data) onProgress(data.share)
          else resolve(data.solution)
        })
        worker.postMessage(challenge)
      }),
  )
  const end = () => worker.terminate()
  void solution.then(end, end)
  return { solution, begunAtMs: performance.now(), end }
}

/** How far a proof of work is: nothing is shown before the first one begins. */
export type ProofStatus = { readonly phase: 'none' | 'ready' } | { readonly phase: 'working'; readonly share: number }

export interface ProofOfWork {
  readonly status: ProofStatus
  /** Makes a call with a solution where the server wants one; on its word a second time. */
  readonly around: (call: (proof: { challenge?: string }) => Promise<unknown>) => Promise<void>
}

const isAboutIt = (thrown: unknown): boolean => /^challenge_/.test(asParleyError(thrown).code)

/** @param wanted whether a solution will be needed: work begins at once, while people type */
export const useProofOfWork = (wanted: boolean): ProofOfWork => {
  const [status, setStatus] = useState<ProofStatus>({ phase: 'none' })
  const held = useRef<Proof | undefined>(undefined)

  const start = useCallback((): Proof => {
    held.current?.end()
    setStatus({ phase: 'working', share: 0 })
    const proof = begin((share) => setStatus({ phase: 'working', share }))
    held.current = proof
    const settle = (phase: 'none' | 'ready') => held.current === proof && setStatus({ phase })
    void proof.solution.then(
      () => settle('ready'),
      () => settle('none'),
    )
    return proof
  }, [])

  const take = async (): Promise<string> => {
    const ready = held.current
    const fresh = ready && performance.now() - ready.begunAtMs < freshMs
    // One that could not be had earlier, as without a network, is tried again.
    const solution = fresh ? await ready.solution.catch(() => start().solution) : await start().solution
    held.current = undefined
    return solution
  }

  useEffect(() => {
    if (wanted) start()
    return () => {
      held.current?.end()
      held.current = undefined
    }
  }, [wanted, start])

  return {
    status,
    async around(call) {
      try {
        await call(wanted ? { challenge: await take() } : {})
      } catch (thrown) {
        if (!isAboutIt(thrown)) throw thrown
        await call({ challenge: await take() })
      }
    },
  }
}
