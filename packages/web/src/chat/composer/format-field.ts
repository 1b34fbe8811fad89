import { type Format, formatText } from './format-text'
import { insertText } from './insert-text'

/** Formats the selected text of a focused field, in a way that undo can revert. */
export const formatField = (field: HTMLTextAreaElement, format: Format): void => {
  if (field.readOnly) return
  const { value: text, selectionStart, selectionEnd } = field
  const { from, to, insert, selected } = formatText({ text, from: selectionStart, to: selectionEnd }, format)
  if (from !== to || insert !== '') {
    field.setSelectionRange(from, to)
    // A script has no other way to add to the browser's undo history. Where this fails, the text still changes.
    const typed = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert)
    if (!typed) insertText(field, insert, { from, to })
  }
  field.setSelectionRange(selected.from, selected.to)
}
