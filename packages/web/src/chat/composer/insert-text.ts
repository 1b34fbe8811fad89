/** Replaces a part of a field, or its selection, as if the text had been typed. The caret is then at its end. */
export const insertText = (
  field: HTMLTextAreaElement,
  text: string,
  { from, to }: { readonly from: number; readonly to: number } = { from: field.selectionStart, to: field.selectionEnd },
): void => {
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
