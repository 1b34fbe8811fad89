/** The only pages to which sign-ins return. They are not part of the client. */
const returnPages = /^\/docs(\/[\w.]*)?$/

/** The target of `?back=` in an address, if it is one of these pages. */
export const returnPathIn = (search: string): string | undefined => {
  const back = new URLSearchParams(search).get('back')
  return back !== null && returnPages.test(back) ? back : undefined
}
