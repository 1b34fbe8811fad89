import { Component, type ReactNode } from 'react'
import { useT } from '../../i18n'
import { copyToClipboard } from '../copy-to-clipboard'
import styles from './message-row.module.css'

const Broken = ({ raw }: { readonly raw: string }) => {
  const t = useT()
  return (
    <div className={styles.broken}>
      {t('messageBroken')}
      <button type="button" onClick={() => void copyToClipboard(raw)}>
        {t('copyRaw')}
      </button>
    </div>
  )
}

interface RowBoundaryProps {
  /** What the row shows; offered for copying when it cannot be shown. */
  readonly value: unknown
  readonly children: ReactNode
}

/** One bad message must not take the chat down: it is replaced by a line, all others stay. */
export class RowBoundary extends Component<RowBoundaryProps, { readonly failed: unknown }> {
  override state = { failed: undefined as unknown }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Broken raw={JSON.stringify(this.props.value, null, 2)} /> : this.props.children
  }
}
