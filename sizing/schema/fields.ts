import { z } from "zod";

/** A whole number within bounds. Every quantity in a sizing is one; its unit stands in the key. */
export function integer(minimum: number, maximum: number): z.ZodInt {
  return z.int().min(minimum).max(maximum);
}

/**
 * Text of a certain form. `words` says which, with an example: it stands in error messages and, as
 * `patternErrorMessage`, in the JSON Schema, where the YAML extension of VS Code shows it.
 */
export function text(form: RegExp, words: string): z.ZodString {
  return z.string().regex(form, words).meta({ patternErrorMessage: words });
}

/** An IPv4 address range in CIDR notation. */
export const addressRange = () =>
  z.cidrv4().meta({ patternErrorMessage: "an IPv4 address range such as 10.20.0.0/16" });

/** An EC2 instance type, by its form; whether it exists is for the plan to say. */
export const instanceType = () =>
  text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type such as c6a.large");

/** An availability zone, by its form. */
export const zone = () =>
  text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "an availability zone such as eu-west-1a");

/** An AWS region, by its form. */
export const region = () => text(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as eu-west-1");

/** A count of pods. 99 is far above any stage and keeps a mistyped count from being planned. */
export function replicas(minimum = 1, maximum = 99): z.ZodInt {
  return integer(minimum, maximum);
}

/** CPU in thousandths of a core. */
export const cpuMilli = (): z.ZodInt => integer(10, 192_000);

/** Memory in MiB. */
export const memoryMiB = (): z.ZodInt => integer(16, 1_048_576);

/** A Java heap in MiB (`-Xms` and `-Xmx` are the same). */
export const heapMiB = (): z.ZodInt => integer(64, 262_144);

/** A volume in GiB. */
export const storageGiB = (): z.ZodInt => integer(1, 16_384);

/** What one container asks for and may use. A CPU limit is set only where the sizing gives one. */
export function containerResources(defaults: {
  readonly cpuRequestMilli: number;
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
  readonly cpuLimitMilli?: number;
}) {
  return {
    cpuRequestMilli: cpuMilli()
      .default(defaults.cpuRequestMilli)
      .describe("CPU request of one pod, in thousandths of a core."),
    cpuLimitMilli: (defaults.cpuLimitMilli === undefined
      ? cpuMilli().optional()
      : cpuMilli().optional().default(defaults.cpuLimitMilli)
    ).describe("CPU limit of one pod, in thousandths of a core. No limit unless stated."),
    memoryRequestMiB: memoryMiB()
      .default(defaults.memoryRequestMiB)
      .describe("Memory request of one pod, in MiB."),
    memoryLimitMiB: memoryMiB()
      .default(defaults.memoryLimitMiB)
      .describe("Memory limit of one pod, in MiB."),
  };
}
