import styles from './ring.module.css'

const ringRadius = 20
const ringLength = 2 * Math.PI * ringRadius

/** A circular progress indicator. */
export const Ring = ({ share }: { readonly share: number | undefined }) => (
  <svg className={styles.ring} viewBox="0 0 44 44" aria-hidden data-unknown={share === undefined || undefined}>
    <circle cx={22} cy={22} r={ringRadius} />
    <circle
      cx={22}
      cy={22}
      r={ringRadius}
      strokeDasharray={`${Math.max(0.04, share ?? 0) * ringLength} ${ringLength}`}
    />
  </svg>
)
