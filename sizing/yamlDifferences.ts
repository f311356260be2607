/** What is wrong with a value without quotes, and what to write instead. */
export interface Difference {
  readonly given: string;
  readonly allowed: string;
  readonly hint: string;
}

/**
 * Pulumi reads stack files with gopkg.in/yaml.v3 (pulumi v3, sdk/go/common/encoding/marshal.go), whose rules for
 * plain scalars are a mixture of YAML 1.1 and 1.2 (yaml.v3 v3.0.1, resolve.go); npm's `yaml` follows the core schema
 * of YAML 1.2. Between them: 1_000 is 1000 or text, 010 is 8 or 10, 0b11 is 3 or text, -0x1F is -31 or text,
 * 2027-03-01 is 2027-03-01T00:00:00Z or text. Forms that both read alike today, but that other readers and people
 * take otherwise (yes, 12:30:45, 1e3, ~), are refused too: nothing in a sizing needs them.
 */
const numberForm =
  /^[-+]?(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+|(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d+)?)$/;

function numberDifference(source: string, digits: string): Difference | undefined {
  const inQuotes = "or put it in quotes if it is text";
  if (source !== digits) {
    return {
      given: source,
      allowed: "digits without underscores",
      hint: `Write ${digits}, ${inQuotes}: readers do not agree on underscores.`,
    };
  }
  if (/^[-+]?0[xXoObB]/.test(source)) {
    return {
      given: source,
      allowed: "a decimal number",
      hint: `Write it in decimal, ${inQuotes}: readers do not agree on 0x, 0o and 0b.`,
    };
  }
  if (/^[-+]?0\d/.test(source)) {
    return {
      given: source,
      allowed: "a number without leading zeros",
      hint: `Write it without the zeros, ${inQuotes}: Pulumi reads 010 as 8.`,
    };
  }
  if (/^\+|^-0$|[eE]|^-?\.|\.$/.test(source)) {
    return {
      given: source,
      allowed: "a plain decimal number such as 1000 or 0.5",
      hint: `Write the number out, ${inQuotes}.`,
    };
  }
  const number = Number(source);
  if (!Number.isFinite(number) || (!source.includes(".") && !Number.isSafeInteger(number))) {
    return {
      given: source.length > 40 ? `${source.slice(0, 39)}…` : source,
      allowed: "a number up to 9007199254740991",
      hint: "Larger numbers are not read exactly. Put it in quotes if it is text.",
    };
  }
  return undefined;
}

const otherForms: readonly {
  readonly form: RegExp;
  readonly allowed: string;
  readonly hint: (source: string) => string;
}[] = [
  {
    form: /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/,
    allowed: "a date in quotes",
    hint: (source) => `Write "${source}": without quotes Pulumi makes a point in time of it.`,
  },
  {
    form: /^[-+]?\d+(:[0-5]?\d)+(\.\d*)?$/,
    allowed: "text in quotes, or a plain number",
    hint: (source) => `Write "${source}" if it is text: YAML 1.1 reads it to the base of 60.`,
  },
  {
    form: /^(y|yes|n|no|on|off)$/i,
    allowed: "true or false, or text in quotes",
    hint: (source) =>
      `Write ${/^(y|yes|on)$/i.test(source) ? "true" : "false"}, or "${source}" if it is text.`,
  },
  {
    form: /^(~|null)$/i,
    allowed: "a value",
    hint: () => "Leave the key out.",
  },
  {
    form: /^[-+]?\.(inf|nan)$/i,
    allowed: "a finite number",
    hint: (source) => `Put "${source}" in quotes if it is text.`,
  },
  {
    form: /^<<$/,
    allowed: "keys written out",
    hint: () => "Pulumi merges what stands under <<, other readers do not. Write the keys out.",
  },
];

/**
 * What is wrong with a scalar without quotes, or undefined when every reader takes it for the same.
 *
 * @param source the scalar as it stands in the file
 */
export function plainScalarDifference(source: string): Difference | undefined {
  const digits = source.replaceAll("_", "");
  if (/^[-+.\d]/.test(source) && numberForm.test(digits)) return numberDifference(source, digits);
  const other = otherForms.find(({ form }) => form.test(source));
  return other === undefined
    ? undefined
    : { given: source, allowed: other.allowed, hint: other.hint(source) };
}
