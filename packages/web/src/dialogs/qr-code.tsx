import { useMemo } from 'react'
import { encode } from 'uqr'

const quietModules = 3

/** The dark modules as one path, a rectangle for each run in a row. */
const pathOf = (rows: readonly (readonly boolean[])[]): string =>
  rows
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return []
        const end = row.indexOf(false, x)
        const length = (end === -1 ? row.length : end) - x
        return [`M${x + quietModules} ${y + quietModules}h${length}v1h-${length}z`]
      }),
    )
    .join('')

/** A QR code, dark on white in every theme: that is what cameras read. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 0 })
    return { size: code.size + 2 * quietModules, path: pathOf(code.data) }
  }, [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="block size-full rounded-12 bg-white"
    >
      <path d={path} fill="#14181f" />
    </svg>
  )
}
