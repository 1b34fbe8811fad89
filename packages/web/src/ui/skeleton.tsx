import { cx } from './class-names'

/** A grey placeholder for loading content. It appears only after 150 ms. Set its size by class. */
export const Skeleton = ({
  className,
  round = false,
}: {
  readonly className?: string | undefined
  readonly round?: boolean
}) => (
  <span aria-hidden className="appear-late block">
    <span className={cx('skeleton block', round && 'rounded-full', className)} />
  </span>
)
