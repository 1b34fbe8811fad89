import type { MediaId } from '@parley/protocol'
import type { CSSProperties, ReactNode } from 'react'
import { cx } from '../ui/class-names'
import { initials, personColor } from '../ui/initials'
import { AvatarPicture } from './avatar-picture'

export type AvatarSize = 20 | 32 | 36 | 44 | 72 | 96

export interface AvatarProps {
  /** The id of the person or chat, which decides the colour. */
  readonly id: string
  readonly name: string
  readonly size?: AvatarSize
  /** The chosen picture, if there is one. */
  readonly picture?: MediaId | undefined
  /** An icon instead of the initials, on the accent colour (world chat, saved messages). */
  readonly icon?: ReactNode
}

/** The round picture of a person or chat. It is decorative, since the name is always beside it. */
export const Avatar = ({ id, name, size = 44, picture, icon }: AvatarProps) => {
  const style: CSSProperties = {
    width: size,
    height: size,
    fontSize: Math.round(size * 0.38),
    background: icon ? 'var(--color-accent-solid)' : `var(--color-person-${personColor(id)})`,
  }
  return (
    <span
      aria-hidden
      style={style}
      // Drawn rather than written, so that screen readers and searches find only the name beside it.
      data-initials={icon ? undefined : initials(name) || '?'}
      className={cx(
        'avatar relative grid shrink-0 select-none place-items-center rounded-full font-600 leading-none text-white',
        !icon && 'before:content-[attr(data-initials)]',
      )}
    >
      {icon}
      {picture && !icon && <AvatarPicture key={picture} id={picture} px={size} />}
    </span>
  )
}
