/** Below which a yield is a warning, in percent. */
interface Limits {
  readonly amber: number;
  readonly red: number;
}

/** What a yield of 0 to 1 is by a station's limits; `none` while there is none. */
export const yieldLevel = (
  share: number | null,
  { amber, red }: Limits,
): "none" | "good" | "amber" | "red" => {
  if (share === null) return "none";
  const percent = share * 100;
  if (percent < red) return "red";
  return percent < amber ? "amber" : "good";
};
