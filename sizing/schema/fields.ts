import { z } from "zod";

/** A whole number within bounds. Every quantity in a sizing is one; its unit stands in the key. */
export function integer(minimum: number, maximum: number): z.ZodInt {
  return z.int().min(minimum).max(maximum);
}

/**
 * Text of a certain form. `words` says which, with an example: it stands in error messages and, as
 * `patternErrorMessage`, in the JSON Schema, where the YAML extension of VS Code shows it.
 *
 * @param fewestCharacters where the form asks for some: a shorter text is then told how many it lacks
 */
export function text(form: RegExp, words: string, fewestCharacters?: number): z.ZodString {
  const any = fewestCharacters === undefined ? z.string() : z.string().min(fewestCharacters);
  return any.regex(form, words).meta({ patternErrorMessage: words });
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

/** Where the defaults of a container come from: `seed, line 400`, or `Chosen:` with the reason. */
interface ResourceSource {
  readonly cpu: string;
  readonly memory: string;
}

/** What a value is, with the source of its default. */
function sourced(meaning: string, source: string): string {
  return source.startsWith("Chosen") ? `${meaning}. ${source}.` : `${meaning} (${source}).`;
}

/**
 * What one container asks for and may use. A CPU limit is set only where the sizing gives one.
 *
 * @param source source of the defaults, request and limit alike; `--explain` prints it
 */
export function containerResources(
  defaults: {
    readonly cpuRequestMilli: number;
    readonly memoryRequestMiB: number;
    readonly memoryLimitMiB: number;
    readonly cpuLimitMilli?: number;
  },
  source: ResourceSource,
) {
  const cpuLimit = "CPU limit of one pod, in thousandths of a core";
  return {
    cpuRequestMilli: cpuMilli()
      .default(defaults.cpuRequestMilli)
      .describe(sourced("CPU request of one pod, in thousandths of a core", source.cpu)),
    cpuLimitMilli:
      defaults.cpuLimitMilli === undefined
        ? cpuMilli().optional().describe(`${cpuLimit}. No limit unless stated.`)
        : cpuMilli()
            .optional()
            .default(defaults.cpuLimitMilli)
            .describe(sourced(cpuLimit, source.cpu)),
    memoryRequestMiB: memoryMiB()
      .default(defaults.memoryRequestMiB)
      .describe(sourced("Memory request of one pod, in MiB", source.memory)),
    memoryLimitMiB: memoryMiB()
      .default(defaults.memoryLimitMiB)
      .describe(sourced("Memory limit of one pod, in MiB", source.memory)),
  };
}
