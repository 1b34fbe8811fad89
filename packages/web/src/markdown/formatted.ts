// The code for formatted texts: one chunk, loaded with the first of them.
export { drawBlock as draw } from './draw-block'
export { emphasise } from './emphasis'
export { parseMarkdown as parse } from './parse'
