// The code for formatted texts: one chunk, loaded with the first of them.

export { parseMarkdown as parse } from '@parley/protocol/markdown/parse'
export { drawBlock as draw } from './draw-block'
export { emphasise } from './emphasis'
