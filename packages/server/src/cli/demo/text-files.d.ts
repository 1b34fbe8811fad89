/** What people say in the demo, as it stands in the file. */
declare module '*.txt' {
  const text: string
  export = text
}
