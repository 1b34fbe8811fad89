import { Check, Copy } from 'lucide-react'
import { useContext, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { copyToClipboard } from '../ui/copy-to-clipboard'
import styles from './blocks.module.css'
import { TextStops } from './text-stops'

const copiedShownMs = 1_500

/** A code block with a copy button. */
export const CodeBlock = ({ text, language }: { readonly text: string; readonly language: string | undefined }) => {
  const t = useT()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), copiedShownMs)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <div className={styles.block}>
      <pre className={styles.pre}>
        {language !== undefined && (
          <span className={styles.language} data-uncopied>
            {language}
          </span>
        )}
        <code>{text}</code>
      </pre>
      <button
        type="button"
        className={styles.copy}
        tabIndex={useContext(TextStops)}
        aria-label={copied ? t('copied') : t('copyCode')}
        onClick={() => void copyToClipboard(text).then(setCopied)}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}
