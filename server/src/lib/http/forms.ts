import type { App } from './app.ts';
import { textOf } from './body.ts';
import { FORM } from './media-types.ts';

/** What a submitted form says, by name. */
export type FormValues = Record<string, string>;

/** Has the routes below `app` take forms of at most `bodyLimit` bytes; `read` makes of the text what handlers get. */
export function useForms(app: App, bodyLimit: number, read: (text: string) => FormValues): void {
  app.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
    try {
      done(null, read(textOf(body as Buffer, 'bad_request')));
    } catch (error) {
      done(error as Error);
    }
  });
}
