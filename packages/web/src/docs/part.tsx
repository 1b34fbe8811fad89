import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../i18n'
import { copyToClipboard } from '../ui/copy-to-clipboard'
import { IconButton } from '../ui/icon-button'

/** A section of a page with a title. */
export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="mt-32">
    <h2 className="mb-8 text-title text-text">{title}</h2>
    {children}
  </section>
)

interface CodeBlockProps {
  readonly label: string
  readonly text: string
}

/** Lines of code with a copy button. */
export const CodeBlock = ({ label, text }: CodeBlockProps) => {
  const t = useT()
  const [copied, setCopied] = useState('')
  const copy = async () => {
    if (await copyToClipboard(text)) setCopied(text)
  }
  const done = copied === text
  return (
    <figure className="relative m-0 mb-12 rounded-8 bg-code-bg shadow-[inset_0_0_0_1px_var(--color-border)]">
      <figcaption className="flex items-center justify-between ps-12 text-meta text-text-2">
        {label}
        <IconButton icon={done ? Check : Copy} iconSize={16} label={t(done ? 'copied' : 'copy')} onClick={copy} />
      </figcaption>
      <pre className="m-0 px-12 pb-12 font-mono text-meta leading-[18px] whitespace-pre-wrap [overflow-wrap:anywhere] text-text">
        {text}
      </pre>
    </figure>
  )
}
