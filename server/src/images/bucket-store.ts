import {
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Config } from '../config.ts';
import { keyOf } from './image-names.ts';
import { type ImageStore, storeUnavailable } from './image-store.ts';

type BucketConfig = Pick<Config, 's3Endpoint' | 's3Region'> & { s3Bucket: string };

const TIMEOUT_MS = 15_000;

/** Keeps images in an S3 bucket; the credentials are found as every AWS tool finds them. */
export function bucketStore({ s3Bucket, s3Endpoint, s3Region }: BucketConfig): ImageStore {
  const client = new S3Client({
    region: s3Region,
    endpoint: s3Endpoint,
    // Other services seldom have a host name for each bucket, nor the newer checksums.
    forcePathStyle: s3Endpoint !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
  });
  const target = (name: string) => ({ Bucket: s3Bucket, Key: keyOf(name) });
  const within = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    async put(name, bytes, type) {
      const command = new PutObjectCommand({
        ...target(name),
        Body: bytes,
        ContentType: type,
        CacheControl: 'public, max-age=31536000, immutable',
      });
      await orUnavailable(client.send(command, within()));
    },
    async get(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand(target(name)), within());
        return Body && Buffer.from(await Body.transformToByteArray());
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw storeUnavailable(error);
      }
    },
    async check() {
      try {
        await client.send(new HeadBucketCommand({ Bucket: s3Bucket }), within());
      } catch (error) {
        // Whoever may put and get objects need not be allowed to ask for the bucket.
        if ((error as S3ServiceException).$metadata?.httpStatusCode !== 403) throw error;
      }
    },
    close: () => client.destroy(),
  };
}

async function orUnavailable(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw storeUnavailable(error);
  }
}
