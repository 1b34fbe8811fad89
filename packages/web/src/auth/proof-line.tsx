import { ShieldCheck } from 'lucide-react'
import { useT } from '../i18n'
import type { ProofStatus } from './proof'

/** One line about the proof of work. It has a fixed height. */
export const ProofLine = ({ status }: { readonly status: ProofStatus }) => {
  const t = useT()
  if (status.phase === 'none') return null
  return (
    <p data-testid="proof" data-phase={status.phase} className="flex h-20 items-center gap-8 text-meta text-text-3">
      {status.phase === 'working' ? (
        t('proofWorking', { percent: Math.round(status.share * 100) })
      ) : (
        <>
          <ShieldCheck aria-hidden size={16} strokeWidth={1.75} className="text-success" />
          {t('proofReady')}
        </>
      )}
    </p>
  )
}
