/** Puts text in place of a part of a field (or of what is selected), as if it had been typed; the caret stands behind it. */
export const insertText = (
  field: HTMLTextAreaElement,
  text: string,
  { from, to }: { readonly from: number; readonly to: number } = { from: field.selectionStart, to: field.selectionEnd },
): void => {
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
