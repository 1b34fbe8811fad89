/** The parts of a parsed message text. Clients draw them as nodes, so there is no HTML string anywhere. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  /** A client's own node, in place of a part of the text. The parser creates none. */
  | { readonly kind: 'shown'; readonly node: unknown }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }

export interface ListItem {
  /** The bullet or number as typed: `-`, `3.`, `10)`. It is shown as such, since lists are never renumbered. */
  readonly sign: string
  /** Set for items with a checkbox. It replaces a bullet and follows a number. */
  readonly checked?: boolean
  readonly children: readonly Block[]
}

/** The display of checkboxes. The selector prevents coloured emoji. */
export const boxOf = (checked: boolean): string => `${checked ? '☑' : '☐'}\ufe0e`

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  /** Empty lines between two blocks. */
  | { readonly kind: 'gap'; readonly lines: number }
  | { readonly kind: 'code'; readonly text: string; readonly language?: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }

/** Blocks that only formatted texts have. */
export type FormattedBlock = Exclude<Block, { readonly kind: 'paragraph' | 'gap' }>

/** Text exactly as written. Its style (`pre-wrap`) keeps its line breaks. */
export const plainTree = (text: string): readonly Block[] => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
