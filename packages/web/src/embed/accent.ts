/** Colours of the theme that follow from one accent colour, so that text stays readable on all of them. */

type Rgb = readonly [red: number, green: number, blue: number]

const rgbOf = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** The relative luminance of WCAG 2. */
const luminance = (rgb: Rgb): number => {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours such as `#rrggbb`, from 1 to 21, as WCAG 2 defines it. */
export const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(rgbOf(one)), luminance(rgbOf(other))].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** `share` of the second colour in the first, from 0 to 1. */
const mixed = (one: string, other: string, share: number): string => {
  const [from, to] = [rgbOf(one), rgbOf(other)]
  return hexOf(from.map((part, at) => part + ((to[at] ?? 0) - part) * share) as unknown as Rgb)
}

/** Moves a colour towards another one until it has a contrast to all of the backgrounds. */
const readable = (hex: string, towards: string, { on, least }: { on: readonly string[]; least: number }): string => {
  const fits = (candidate: string) => on.every((background) => contrast(candidate, background) >= least)
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mixed(hex, towards, share)
    if (fits(candidate)) return candidate
  }
  return towards
}

const black = '#000000'
const white = '#ffffff'
/** A little above the 4.5 of WCAG, because some backgrounds are slightly transparent. */
const textLeast = 4.6

const lightColours = (accent: string) => {
  const selected = mixed(white, accent, 0.12)
  const bubble = mixed(white, accent, 0.16)
  const text = readable(accent, black, { on: [white, '#eef1f5', selected], least: textLeast })
  const onBubble = readable(accent, black, { on: [bubble], least: textLeast })
  const solid = readable(accent, black, { on: [white], least: textLeast })
  return { text, solid, selected, bubble, onBubble, selection: mixed(white, accent, 0.3), bubbleText: '#14181f' }
}

const darkColours = (accent: string) => {
  const selected = mixed('#15181e', accent, 0.2)
  const text = readable(accent, white, { on: ['#1b1f27', '#20252e', selected], least: textLeast })
  const solid = readable(accent, black, { on: [white], least: textLeast })
  const bubble = readable(mixed(accent, black, 0.35), black, { on: [white], least: 8.5 })
  const onBubble = readable(mixed(accent, white, 0.5), white, { on: [bubble], least: textLeast })
  return { text, solid, selected, bubble, onBubble, selection: mixed('#15181e', accent, 0.5), bubbleText: '#f4f6fa' }
}

/** The custom properties of the theme for an accent colour such as `#2a7d4f`. */
export const accentProperties = (accent: string, theme: 'light' | 'dark'): Readonly<Record<string, string>> => {
  const colours = theme === 'light' ? lightColours(accent) : darkColours(accent)
  const { text, solid, selected, bubble, onBubble, selection, bubbleText } = colours
  return {
    '--color-accent': text,
    '--color-focus': text,
    '--color-accent-solid': solid,
    '--color-accent-solid-hover': mixed(solid, black, 0.1),
    '--color-accent-solid-active': mixed(solid, black, 0.2),
    '--color-badge': solid,
    '--color-selected': selected,
    '--color-selection': selection,
    '--color-bubble-out': bubble,
    '--color-bubble-out-text': bubbleText,
    '--color-bubble-out-meta': onBubble,
    '--color-link-on-out': onBubble,
  }
}
