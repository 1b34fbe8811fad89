/** The day of a moment in the viewer's time zone, as `2026-11-22`. */
export const localDay = (atMs: number): string => {
  const date = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
