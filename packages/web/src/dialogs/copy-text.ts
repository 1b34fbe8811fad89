/**
 * Copies a text. Insecure origins have no clipboard API; there the text of `field` is selected and copied the old way.
 * @returns false when neither works: the field's text is then selected for the person to copy
 */
export const copyText = async (text: string, field?: HTMLInputElement | null): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    field?.focus()
    field?.select()
    return field ? document.execCommand('copy') : false
  }
}
