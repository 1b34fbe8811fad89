import { limits } from '@parley/protocol/limits'
import { withProof } from '@parley/sdk/challenge'
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

const begin = (login: string | undefined, onProgress: (share: number) => void): Proof => {
  const worker = startWorker()
  const solution = callHttp('', 'accounts.challenge', login === undefined ? {} : { login }).then(
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
  /**
   * Makes a call with a solution where the server wants one, and again when the server asks for a harder one.
   * @param login whose sign-in it is
   */
  readonly around: (call: (proof: { challenge?: string }) => Promise<unknown>, login?: string) => Promise<void>
}

/** @param wanted whether a solution will be needed: work begins at once, while people type */
export const useProofOfWork = (wanted: boolean): ProofOfWork => {
  const [status, setStatus] = useState<ProofStatus>({ phase: 'none' })
  const held = useRef<Proof | undefined>(undefined)

  const start = useCallback((login?: string): Proof => {
    held.current?.end()
    setStatus({ phase: 'working', share: 0 })
    const proof = begin(login, (share) => setStatus({ phase: 'working', share }))
    held.current = proof
    const settle = (phase: 'none' | 'ready') => held.current === proof && setStatus({ phase })
    void proof.solution.then(
      () => settle('ready'),
      () => settle('none'),
    )
    return proof
  }, [])

  const take = async (login?: string): Promise<string> => {
    const ready = held.current
    const fresh = ready && performance.now() - ready.begunAtMs < freshMs
    // One that could not be had earlier, as without a network, is tried again.
    const solution = fresh ? await ready.solution.catch(() => start(login).solution) : await start(login).solution
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
    async around(call, login) {
      await withProof(call, () => take(login), wanted ? { challenge: await take(login) } : {})
    },
  }
}
