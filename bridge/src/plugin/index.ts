export { type Connection, type ConnectOptions, connect, TOKEN_HEADER } from './connect.ts';
export { type EmbeddingInfo, readEmbedding } from './embedding.ts';
export { BridgeError, type BridgeErrorCode } from './errors.ts';
export { readClaims, type TokenClaims } from './token.ts';
