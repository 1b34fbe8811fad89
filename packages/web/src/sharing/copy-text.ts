import { giveFocus } from '../ui/give-focus'
/**
 * Copies a text. Insecure origins have no clipboard API, so there it selects the text of `field` and copies it with the
 * old command.
 * @returns false if both fail. The field's text is then selected, so that the user can copy it.
 */
export const copyText = async (
  text: string,
  field?: HTMLInputElement | HTMLTextAreaElement | null,
): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    giveFocus(field)
    field?.select()
    return field ? document.execCommand('copy') : false
  }
}
