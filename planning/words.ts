import { readable } from "../sizing/describe";

/** A value or a limit as a person reads it. */
export function formatFigure(value: number | string): string {
  return typeof value === "number" && Number.isInteger(value) ? readable(value) : String(value);
}
