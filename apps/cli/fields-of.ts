import type { OutlinedField } from "../../libs/firmware/outline-plan.ts";
import type { PreparedIdentity } from "../coordinator/prepare/prepare-identity.ts";

/** Where a recipe's fields go, for the outline of its plan. */
export const fieldsOf = (identity: PreparedIdentity | undefined): readonly OutlinedField[] =>
  (identity?.recipe.fields ?? []).map(({ field, place }) =>
    place.kind === "calibration"
      ? { field, place: "calibration" }
      : { field, place: { start: place.start, end: place.start + place.length } },
  );
