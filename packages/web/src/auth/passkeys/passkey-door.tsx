import { limits } from '@parley/protocol/limits'
import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useEffect, useRef, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { deviceName } from '../device-name'
import { FormProblem } from '../form-problem'
import { refusalOf } from '../refusal'
import { RestoreOffer } from '../restore-offer'
import { signedIn } from '../signed-in'
import { passkeyProblem } from './passkey-problem'
import { pickPasskey } from './webauthn'

/** Suggestions get a new challenge this early, because the present one ends. */
const renewMs = limits.passkeyChallengeMs * 0.8

interface PasskeyDoorProps {
  /** Raise it to let the user choose a passkey now. At 0, passkeys are only among the suggestions of the username. */
  readonly asked: number
  readonly onBusy: (busy: boolean) => void
}

/** An error of a sign-in after the user chose a passkey. */
class Chosen {
  constructor(readonly cause: unknown) {}
}

const enter = async (restore: boolean, how: Parameters<typeof pickPasskey>[1] & { readonly onPicked?: () => void }) => {
  const { onPicked, ...options } = how
  const credential = await pickPasskey(await callHttp('', 'accounts.passkeyRequest', {}), options)
  onPicked?.()
  const device = deviceName(navigator.userAgent)
  await callHttp('', 'accounts.loginWithPasskey', { credential, restore, device }).catch((cause: unknown) => {
    throw new Chosen(cause)
  })
  signedIn()
}

/** Aborts when a signal does, and after a time. */
const bounded = (outer: AbortSignal, ms: number): AbortSignal => {
  const inner = new AbortController()
  const timer = setTimeout(() => inner.abort(), ms)
  outer.addEventListener('abort', () => {
    clearTimeout(timer)
    inner.abort()
  })
  return inner.signal
}

const suggests = async (): Promise<boolean> =>
  (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) ?? false

const useDoor = ({ asked, onBusy }: PasskeyDoorProps) => {
  const t = useT()
  const format = useFormat()
  const [problem, setProblem] = useState<string>()
  const [closedUntil, setClosedUntil] = useState<number>()
  const [restoring, setRestoring] = useState(0)
  const isClosed = useRef(false)

  const show = (thrown: unknown, isOver = false) => {
    const cause = thrown instanceof Chosen ? thrown.cause : thrown
    const { code, until } = asParleyError(cause)
    isClosed.current = code === 'account_closed' && until !== undefined
    setClosedUntil(isClosed.current ? until : undefined)
    const text = passkeyProblem(t, cause, isOver) ?? refusalOf(t, cause, format.dateTime).form
    setProblem(isClosed.current ? undefined : text)
  }

  /** Returns whether the user chose no passkey. */
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    const startedMs = performance.now()
    setProblem(undefined)
    onBusy(true)
    try {
      await enter(restoring > 0 && isClosed.current, { signal })
      return false
    } catch (thrown) {
      if (signal.aborted) return false
      show(thrown, performance.now() - startedMs >= limits.passkeyChallengeMs)
      onBusy(false)
      return !(thrown instanceof Chosen)
    }
  }

  /** Offers passkeys among the suggestions of the username, until the user chooses one or the signal ends it. */
  const suggest = async (signal: AbortSignal) => {
    if (!(await suggests())) return
    while (!signal.aborted) {
      const round = bounded(signal, renewMs)
      try {
        await enter(false, { mediation: 'conditional', signal: round, onPicked: () => onBusy(true) })
        return
      } catch (thrown) {
        if (!round.aborted || thrown instanceof Chosen) {
          if (thrown instanceof Chosen) show(thrown)
          onBusy(false)
          return
        }
      }
    }
  }

  const run = useRef({ ask, suggest })
  run.current = { ask, suggest }
  useEffect(() => {
    const stop = new AbortController()
    const start = async () => {
      if (asked + restoring === 0 || (await run.current.ask(stop.signal))) await run.current.suggest(stop.signal)
    }
    void start()
    return () => stop.abort()
  }, [asked, restoring])
  return { problem, closedUntil, restore: () => setRestoring(restoring + 1) }
}

/** Signs in with a passkey, on request or from the suggestions of the username. Shows problems and the offer to restore an account. */
export const PasskeyDoor = (props: PasskeyDoorProps) => {
  const { problem, closedUntil, restore } = useDoor(props)
  return (
    <>
      <FormProblem>{problem}</FormProblem>
      {closedUntil !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            restore()
          }}
        >
          <RestoreOffer until={closedUntil} busy={false} />
        </form>
      )}
    </>
  )
}
