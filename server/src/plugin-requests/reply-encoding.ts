/** Whether the body of a reply is plain, by its `Content-Encoding`; requests ask for none. */
export const isPlainReply = (encoding: string | undefined): boolean =>
  encoding === undefined || /^\s*(?:identity\s*)?$/i.test(encoding);
