/**
 * Whether the answer to a request for this script says that the server still has it. Another application may use the
 * origin now. A proxy that doesn't reach the server says nothing about that.
 */
export const isServed = ({ status, headers }: Pick<Response, 'status' | 'headers'>): boolean =>
  status >= 500 || (status === 200 && headers.get('content-type')?.includes('javascript') === true)
