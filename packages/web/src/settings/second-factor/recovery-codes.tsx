import { Copy, Download } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { saveText } from '../../lib/save-text'
import { copyText } from '../../sharing/copy-text'
import { Button, toast } from '../../ui'

/** New recovery codes, which the server doesn't show again. */
export const RecoveryCodes = ({ codes }: { readonly codes: readonly string[] }) => {
  const t = useT()
  const username = useSelector((state) => state.me?.username ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const text = `${codes.join('\n')}\n`
  const copy = async () => toast(t((await copyText(text, field.current)) ? 'copied' : 'codesCopyFailed'))
  return (
    <div className="flex flex-col gap-16">
      <ul
        aria-label={t('recoveryCodes')}
        dir="ltr"
        className="m-0 grid list-none grid-cols-1 gap-x-16 gap-y-4 rounded-8 bg-surface-sidebar p-16 font-mono text-ui text-text min-[440px]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all whitespace-nowrap text-small">
            {code}
          </li>
        ))}
      </ul>
      <textarea ref={field} readOnly tabIndex={-1} aria-hidden className="sr-only" value={text} />
      <div className="flex flex-wrap gap-8">
        <Button kind="secondary" onClick={() => void copy()}>
          <Copy size={18} strokeWidth={1.75} aria-hidden />
          {t('copyCodes')}
        </Button>
        <Button kind="secondary" onClick={() => saveText(`parley-recovery-codes-${username}.txt`, text)}>
          <Download size={18} strokeWidth={1.75} aria-hidden />
          {t('downloadCodes')}
        </Button>
      </div>
    </div>
  )
}
