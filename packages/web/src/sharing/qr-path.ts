/** The number of white modules around a code, which cameras need. */
export const quietModules = 3

/** The dark modules of a QR code as one path, with a rectangle for each run in a row. */
export const qrPath = (rows: readonly (readonly boolean[])[]): string =>
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
