const blocks = new Set(['DIV', 'LI', 'PRE', 'BLOCKQUOTE', 'UL', 'OL'])

const isUncopied = (element: Element): boolean =>
  element.tagName === 'TIME' ||
  (element.tagName === 'BUTTON' && !element.hasAttribute('data-mention')) ||
  element.hasAttribute('data-uncopied') ||
  element.classList.contains('sr-only')

/** Prefixes the first line of a block with `first` and the others with `rest`. */
const indented = (text: string, first: string, rest: string): string => first + text.split('\n').join(`\n${rest}`)

/** A list item, with its further lines aligned below its text. */
const itemText = (item: Element): string => {
  const sign = item.querySelector(':scope > [data-sign]')?.getAttribute('data-sign')
  const words = [...item.children].filter((child) => !child.hasAttribute('data-sign'))
  const text = words.map(seenText).join('').replace(/\n$/, '')
  return sign ? indented(text, `${sign} `, ' '.repeat(sign.length + 1)) : text
}

const insideOf = (element: Element): string => {
  if (element.tagName === 'LI') return itemText(element)
  const inner = [...element.childNodes]
    .map(seenText)
    .join('')
    .replace(blocks.has(element.tagName) ? /\n$/ : '', '')
  return element.tagName === 'BLOCKQUOTE' ? indented(inner, '> ', '> ') : inner
}

/**
 * The visible text of a part of a message, with empty lines, indents, list markers as typed, and `>` before quotes.
 * `Range.toString` would lose the line breaks.
 */
export const seenText = (node: Node): string => {
  if (node instanceof Text) return node.data
  if (node instanceof DocumentFragment) return [...node.childNodes].map(seenText).join('')
  if (!(node instanceof Element) || isUncopied(node)) return ''
  if (node.tagName === 'BR') return '\n'
  const gap = node.getAttribute('data-gap')
  if (gap !== null) return '\n'.repeat(Number(gap))
  const text = insideOf(node)
  return blocks.has(node.tagName) ? `${text}\n` : text
}

/** Whether the browser would lose empty lines, list markers or quotes when it copies a part of a message. */
export const isStructured = (part: DocumentFragment): boolean =>
  part.querySelector('[data-gap], [data-sign], blockquote') !== null
