import type { ReactNode } from 'react'

/** What a message text is made of once parsed. Rendered to React nodes; there is no HTML string anywhere. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  /** What stands in place of a part of the text. */
  | { readonly kind: 'shown'; readonly node: ReactNode }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  /** An empty line between two blocks. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'code'; readonly text: string; readonly language?: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  /** Ordered lists have the number of their first item. */
  | { readonly kind: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }

/** Text exactly as it was written; its line breaks are kept by the style (`pre-wrap`). */
export const plainTree = (text: string): readonly Block[] => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
