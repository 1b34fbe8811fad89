/** The only pages that sign-ins come back to: those that are not part of the client. */
const comesBackTo = /^\/docs(\/[\w.]*)?$/

/** Where `?back=` of an address leads, if that is a page of ours. */
export const backIn = (search: string): string | undefined => {
  const back = new URLSearchParams(search).get('back')
  return back !== null && comesBackTo.test(back) ? back : undefined
}
