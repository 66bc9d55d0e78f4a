/** What a clock follows whose zone is not known: JavaScript's own does, too. */
const UNKNOWN = "UTC";

/** The name as it is if its clock can be asked, else `UTC`: an empty or strange TZ makes names that are none. */
export const usableZone = (name: string | undefined): string => {
  if (name === undefined) return UNKNOWN;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return UNKNOWN;
  }
};

/** Name of this machine's time zone, such as `Europe/Berlin`. */
export const timeZoneHere = (): string =>
  usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
