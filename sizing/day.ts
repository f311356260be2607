import { InputError } from "./errors";

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return days[month - 1] ?? 0;
}

/** Whether a text is a day of the calendar, as year-month-day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  return day >= 1 && day <= daysInMonth(year, month);
}

/**
 * The day of a test.
 *
 * @param path where it was given, such as `--on`
 * @throws InputError for what is no day of the calendar
 */
export function parseDay(text: string, path: string): string {
  if (!isDay(text)) {
    throw new InputError("the day of the test", [
      { path, given: text, allowed: "a day of the calendar as year-month-day, such as 2027-03-01" },
    ]);
  }
  return text;
}
