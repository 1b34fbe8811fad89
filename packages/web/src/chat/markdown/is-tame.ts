/** More marks and addresses than this cost the lexer too long (8,000 characters of `*a_`: half a second). */
const maxMarks = 300
/** Deeper quotes and lists are not layout any more. */
const maxDepth = 8

/** Every line of a list or a broken paragraph is a node; a message of thousands of lines is one text instead. */
const maxLines = 400

const fence = /^ {0,3}(?:`{3,}|~{3,})/
const containers = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*[ \t]*/

/** How deep the quotes and lists of one line could nest: its markers, or its indentation in steps of two. */
const depthOf = (line: string): number => {
  const lead = containers.exec(line)?.[0] ?? ''
  const markers = lead.match(/[>+*-]|\d+[.)]/g)?.length ?? 0
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  return lead.trim() === '' ? 0 : Math.max(markers, Math.ceil(indent / 2))
}

/**
 * Whether the lexer takes this text in a few milliseconds. What is not tame is shown as it was written; nobody formats
 * a message with hundreds of stars or ten quotes inside each other.
 */
export const isTame = (text: string): boolean => {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.length > maxLines) return false
  let marks = 0
  let inFence = false
  for (const line of lines) {
    if (fence.test(line)) inFence = !inFence
    if (inFence) continue
    marks += line.match(/[*_~`[\]<@]/g)?.length ?? 0
    if (marks > maxMarks || depthOf(line) > maxDepth) return false
  }
  return true
}
