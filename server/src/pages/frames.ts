import type { FastifyRequest } from 'fastify';

/** Whether a browser asks for a page in a frame of another one (Fetch Metadata: `Sec-Fetch-Dest`). Old browsers do not tell. */
export const isFramed = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-dest'] === 'iframe' || headers['sec-fetch-dest'] === 'frame';
