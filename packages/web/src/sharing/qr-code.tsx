import { useMemo } from 'react'
import { encode } from 'uqr'
import { qrPath, quietModules } from './qr-path'

/** A QR code, dark on white in every theme, since cameras need that. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 0 })
    return { size: code.size + 2 * quietModules, path: qrPath(code.data) }
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
