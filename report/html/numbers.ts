/** A number with a comma between thousands, and at most that many places behind the point. */
export function formatNumber(value: number, places = 0): string {
  const [whole = "", fraction] = Math.abs(value).toFixed(places).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  // The minus sign of typography: as wide as a digit, and never at the end of a line.
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A value or limit of a check: integers as they are, others with two places, words as they stand. */
export function formatValue(value: number | string): string {
  if (typeof value === "string") {
    return value;
  }
  return formatNumber(value, Number.isInteger(value) ? 0 : 2);
}

/** US dollars; cents only below a hundred. "unknown" where the price is. */
export function formatDollars(value: number | null, places = 2): string {
  if (value === null) {
    return "unknown";
  }
  return `$${formatNumber(value, Math.abs(value) >= 100 ? 0 : places)}`;
}

/** A share in whole percent. */
export function formatPercent(value: number): string {
  return `${formatNumber(value)} %`;
}

/** MiB, in GiB from one on. */
export function formatMemory(mebibytes: number): string {
  return mebibytes >= 1024
    ? `${formatNumber(mebibytes / 1024, mebibytes % 1024 === 0 ? 0 : 1)} GiB`
    : `${formatNumber(mebibytes)} MiB`;
}

/** Cores of so many thousandths. */
export function formatCores(milli: number): string {
  return `${formatNumber(milli / 1000, 2)} CPU`;
}

/** A large number in few characters, for where space is short: 1M, 300k. */
export function formatShort(value: number): string {
  if (value >= 1_000_000) {
    return `${Number((value / 1_000_000).toFixed(2))}M`;
  }
  return value >= 1_000 ? `${Number((value / 1_000).toFixed(1))}k` : String(value);
}

/** A count with its noun: `1 node`, `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}
