import { limits } from '@parley/protocol/limits'
import { withProof } from '@parley/sdk/challenge'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useRef, useState } from 'react'
import { workerScript } from '../lib/worker-script'
import type { ChallengeWord } from './challenge-worker'
import workerUrl from './challenge-worker?worker&url'

/** Older solutions are not used, since they would soon expire. */
const freshMs = limits.challengeMs - 60_000

const startWorker = (): Worker => new Worker(workerScript(workerUrl), { type: 'module' })

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

/** The progress of a proof of work. `none` before the first one starts. */
export type ProofStatus = { readonly phase: 'none' | 'ready' } | { readonly phase: 'working'; readonly share: number }

export interface ProofOfWork {
  readonly status: ProofStatus
  /**
   * Makes a call, with a solution if the server requires one. If the server requires a harder one, it repeats the call.
   * @param login the user name of the sign-in
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
    // Retries a failed solution, for example after a lost connection.
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
