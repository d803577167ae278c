const DAY_MILLISECONDS = 86_400_000;

/** A day by its number in Excel's calendar, which counts a 29 February 1900 that never was; undefined for what is no day. */
export function dayOfSerial(serial: number, since1904 = false): string | undefined {
  const days = Math.floor(serial) + (since1904 ? 1462 : 0);
  if (!(days >= 61 && days < 110_000)) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}
