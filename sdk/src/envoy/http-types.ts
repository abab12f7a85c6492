import type { BodySource } from '../adapters/node-body.ts';
import type { SignedHeaders } from './signature-verifier.ts';

/**
 * Which requests and responses handlers have. A project with `@types/express` gives them its own:
 *
 * @example
 * import type { Request, Response } from 'express';
 *
 * declare module '@plugboard/sdk/envoy' {
 *   interface EnvoyTypes {
 *     request: Request;
 *     response: Response;
 *   }
 * }
 */
export interface EnvoyTypes {
  /** Nothing of our own is here. */
  readonly none?: never;
}

/** Whether the middleware found a request to be signed. */
export const VERIFIED: unique symbol = Symbol('verified');

/** What the middleware reads of a request of `node:http`, or of a framework that adds to it. */
export interface MiddlewareRequest extends SignedHeaders, BodySource {
  readonly readableDidRead?: boolean;
  body?: unknown;
}

/** What is written to. */
export interface MiddlewareResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** Goes on: to what comes next, or with an error to what handles errors. */
export type Next = (error?: unknown) => void;

/** What a framework such as Express calls for a request. */
export type EnvoyRequestHandler = (req: SignedHeaders, res: MiddlewareResponse, next: Next) => void;

/** What of a request of Express is known without its types. */
export interface PlainRequest extends SignedHeaders {
  readonly method: string;
  readonly url: string;
  readonly originalUrl: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  body: unknown;
  get(name: string): string | undefined;
}

/** What of a response of Express is known without its types. */
export interface PlainResponse extends MiddlewareResponse {
  status(code: number): this;
  set(name: string, value: string): this;
  json(body: unknown): this;
  end(body?: string): this;
}

/** What every request has, handled by whichever framework. */
export type BaseRequest = EnvoyTypes extends { request: infer Known } ? Known : PlainRequest;

/** What every response has beside `send`. */
export type BaseResponse = EnvoyTypes extends { response: infer Known }
  ? Omit<Known, 'send'>
  : PlainResponse;
