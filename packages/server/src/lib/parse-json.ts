const BYTE_ORDER_MARK = 0xfeff

/**
 * The value of a JSON text. A byte order mark before it is ignored, as RFC 8259 allows: some programs write one.
 * @throws SyntaxError
 */
export const parseJson = (text: string): unknown =>
  JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text)
