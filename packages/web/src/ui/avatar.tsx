import type { MediaId } from '@parley/protocol'
import type { CSSProperties, ReactNode } from 'react'
import { AvatarPicture } from '../media/avatar-picture'
import { cx } from './class-names'

/** 32-bit FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). */
export const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** Which of the eight colours of people belongs to an id. */
export const personColor = (id: string): number => fnv1a(id) % 8

/** One letter, or two for two words; one character for Chinese names. */
export const initials = (name: string): string => {
  const [first = '', ...rest] = name.trim().split(/\s+/u)
  const last = rest.at(-1) ?? ''
  const letters = [first, last].map((word) => [...word].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? '')
  return /\p{Script=Han}/u.test(letters[0] ?? '') ? (letters[0] ?? '') : letters.join('').toUpperCase()
}

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
