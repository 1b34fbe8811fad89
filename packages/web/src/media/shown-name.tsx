import { nameParts, plainName } from './file-name'
import styles from './shown-name.module.css'

/** A file's name. One that is too long is truncated in the middle. */
export const FileName = ({ name }: { readonly name: string }) => {
  const [start, end] = nameParts(name)
  return (
    <bdi className={styles.name} dir="auto" title={plainName(name)}>
      <span className={styles.start}>{start}</span>
      <span>{end}</span>
    </bdi>
  )
}
