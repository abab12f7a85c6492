import type { FastifyRequest } from 'fastify';
import type { App } from '../lib/http/app.ts';
import { type FormValues, useForms } from '../lib/http/forms.ts';
import { refuseForeignOrigin, requireCsrfToken } from '../lib/http/same-origin.ts';
import { answerFailuresWithPages } from './errors.ts';
import { CSRF_FIELD } from './forms.ts';

// Anybody may send one: 5,000 connections that never end it hold 80 MB.
const MAX_FORM_BYTES = 16 * 1024;

/** Makes `app` a scope of pages: it reads forms, and answers errors with pages. */
export function usePages(app: App): void {
  // A form is text; JSON must not reach a handler that expects one.
  app.removeAllContentTypeParsers();
  useForms(app, MAX_FORM_BYTES, readForm);
  answerFailuresWithPages(app);
}

// Repeated names: the last counts.
const readForm = (text: string): FormValues => Object.fromEntries(new URLSearchParams(text));

/** A form that was submitted; what it lacks is the empty text. */
export type Form = (name: string) => string;

/**
 * The submitted form, once it is certain that it comes from a page of ours that was made for this browser.
 *
 * @throws Failure `forbidden`.
 */
export function readOwnForm(request: FastifyRequest, publicUrl: string, csrfToken: string): Form {
  const form = readFormOfOurs(request, publicUrl);
  requireCsrfToken(csrfToken, form(CSRF_FIELD));
  return form;
}

/**
 * The submitted form, once it is certain that it comes from a page of ours, whichever session that was made for.
 *
 * @throws Failure `forbidden`.
 */
export function readFormOfOurs(request: FastifyRequest, publicUrl: string): Form {
  refuseForeignOrigin(request, publicUrl);
  const values = new Map(Object.entries((request.body ?? {}) as FormValues));
  return (name) => values.get(name) ?? '';
}
