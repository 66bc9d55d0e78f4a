import type { WireSpeed } from "../../libs/simulator/receive-line.ts";

/** Which board a person means, and how to talk to it; parsed and not yet checked. */
export interface BoardOrder {
  readonly jigPath: string;
  /** Id of its nest in the jig. */
  readonly fixture: string;
  /** Rate to try first. */
  readonly baud: number;
  /** Of a simulated board. */
  readonly speed: WireSpeed;
  /** Whether a person can read and act here. */
  readonly hasTerminal: boolean;
}
