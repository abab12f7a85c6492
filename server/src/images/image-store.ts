/** Where uploaded images are kept, under names made of their content: what has a name never changes. */
export interface ImageStore {
  put(name: string, bytes: Buffer, type: string): Promise<void>;
  get(name: string): Promise<Buffer | undefined>;
  close(): void;
}
