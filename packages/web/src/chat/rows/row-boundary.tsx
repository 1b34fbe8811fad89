import { Component, type ReactNode } from 'react'
import { useT } from '../../i18n'
import { copyToClipboard } from '../../ui/copy-to-clipboard'
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
  /** The data of the row. If the row fails to render, the user can copy it. */
  readonly value: unknown
  readonly children: ReactNode
}

/** Replaces a row that fails to render by a line of text. All other rows stay. */
export class RowBoundary extends Component<RowBoundaryProps, { readonly failed: unknown }> {
  override state = { failed: undefined as unknown }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Broken raw={JSON.stringify(this.props.value, null, 2)} /> : this.props.children
  }
}
