/** What stands in place of a secret. */
const HIDDEN = "***";

/** As a receiver may repeat a value: as it is, in an address, in JSON. */
const formsOf = (value: string): readonly string[] => [
  value,
  encodeURIComponent(value.toWellFormed()),
  JSON.stringify(value).slice(1, -1),
];

/** A text in which none of the values stands, in any of the forms a receiver may repeat them in. */
export const hideValues = (text: string, values: readonly string[]): string => {
  const forms = [...new Set(values.filter((value) => value !== "").flatMap(formsOf))];
  // A longer one first: part of it may be another.
  return forms
    .toSorted((left, right) => right.length - left.length)
    .reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
};
