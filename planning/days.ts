/**
 * Days since 1970-01-01 of a day of the calendar, given as year-month-day. By the rules of the Gregorian calendar, since
 * planning reads no clock: the algorithm "days_from_civil" of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export function dayNumber(day: string): number {
  const [year = 1970, month = 1, dayOfMonth = 1] = day.split("-").map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Days from one day to another; negative when the other lies before. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}
