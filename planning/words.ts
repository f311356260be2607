/** An integer with a comma between thousands. */
export function formatInteger(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A value or a limit as a person reads it. */
export function formatFigure(value: number | string): string {
  return typeof value === "number" && Number.isInteger(value)
    ? formatInteger(value)
    : String(value);
}
