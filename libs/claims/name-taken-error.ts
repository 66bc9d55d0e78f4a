import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";

/** Somebody else on this machine owns what was to be claimed. */
export class NameTakenError extends StationError {
  /** The name that is taken, as `claimName` was given it. */
  readonly resource: string;
  /** As the owner named itself: text from another process. */
  readonly owner: string;

  constructor(
    resource: string,
    owner: string,
    message = `${printable(resource)} belongs to ${printable(owner)}. Stop that first.`,
  ) {
    super(message);
    this.name = "NameTakenError";
    this.resource = resource;
    this.owner = owner;
  }
}
