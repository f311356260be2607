/** Every volume that the StorageClass gp3 makes: AWS's baseline, no more is asked for (Amazon EBS user guide, "gp3"). */
export const gp3 = { mebibytesPerSecond: 125, operationsPerSecond: 3_000 } as const;
