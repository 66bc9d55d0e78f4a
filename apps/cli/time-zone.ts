/** Name of this machine's time zone, such as `Europe/Berlin`. */
export const timeZoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
