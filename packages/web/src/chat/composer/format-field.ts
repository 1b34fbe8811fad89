import { type Format, formatText } from './format-text'
import { insertText } from './insert-text'

/** Formats what is selected in a field that has the focus, so that undoing takes it back. */
export const formatField = (field: HTMLTextAreaElement, format: Format): void => {
  if (field.readOnly) return
  const { value: text, selectionStart, selectionEnd } = field
  const { from, to, insert, selected } = formatText({ text, from: selectionStart, to: selectionEnd }, format)
  if (from !== to || insert !== '') {
    field.setSelectionRange(from, to)
    // The only way of a script into the list of what can be undone; where it does not work the text changes all the same.
    const typed = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert)
    if (!typed) insertText(field, insert, { from, to })
  }
  field.setSelectionRange(selected.from, selected.to)
}
