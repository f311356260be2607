const bytesPerMebibyte = 1_048_576;

/** Bytes as whole MiB, rounded up. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / bytesPerMebibyte);
}
