import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../../i18n'
import { copyToClipboard } from '../copy-to-clipboard'
import styles from './markdown.module.css'

const copiedShownMs = 1_500

/** A block of code with a button that copies it. */
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
      <pre className={styles.pre} data-language={language}>
        <code>{text}</code>
      </pre>
      <button
        type="button"
        className={styles.copy}
        aria-label={copied ? t('copied') : t('copyCode')}
        onClick={() => void copyToClipboard(text).then(setCopied)}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}
