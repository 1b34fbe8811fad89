import type { MediaId } from '@parley/protocol'
import type { CSSProperties, ReactNode } from 'react'
import { AvatarPicture } from '../media/avatar-picture'
import { cx } from './class-names'
import { initials, personColor } from './initials'

export type AvatarSize = 20 | 32 | 36 | 44 | 72 | 96

export interface AvatarProps {
  /** Whose it is: decides the colour. */
  readonly id: string
  readonly name: string
  readonly size?: AvatarSize
  /** The picture that was chosen, if one was. */
  readonly picture?: MediaId | undefined
  /** An icon in place of the initials (world, saved messages); on the accent colour. */
  readonly icon?: ReactNode
}

/** A round picture of a person or chat. Decoration: the name always stands beside it. */
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
      // Drawn, not written: what is read out and searched for is the name beside it.
      data-initials={icon ? undefined : initials(name) || '?'}
      className={cx(
        'relative grid shrink-0 select-none place-items-center rounded-full font-600 leading-none text-white',
        !icon && 'before:content-[attr(data-initials)]',
      )}
    >
      {icon}
      {picture && !icon && <AvatarPicture key={picture} id={picture} px={size} />}
    </span>
  )
}
