/** Writes ISO times as the clock on the wall of one place shows them: `2026-03-01 14:05:09`. */
export const localTime = (timeZone: string): ((iso: string) => string) => {
  // The Swedish form is the ISO one.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return (iso) => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? "-" : format.format(time);
  };
};
