/** Where news of the lot goes. */
export type LotView = "dashboard" | "lines" | "json";

/** What a person asked for with `flashline run`, parsed and not yet checked. */
export interface LotRequest {
  /** Absent: the fixtures are those that workers on the shared Redis serve, whoever comes. */
  readonly jigPath: string | undefined;
  /** Recipe of all fixtures that name none of their own. */
  readonly recipePath: string | undefined;
  /** The lot's serials in order, or "scan" when they come one by one from the operator. */
  readonly serials: readonly string[] | "scan";
  /** Lot id; made from the date if absent. */
  readonly lot: string | undefined;
  readonly operator: string | undefined;
  /** Boards that the operator has in hand, though how their last run ended at a station is not known. */
  readonly reclaim?: readonly string[] | undefined;
  readonly dataDir: string;
  /** Folder of the boards' backups; one in the data folder if absent. */
  readonly backupDir: string | undefined;
  /** A shared Redis; a private one is started if absent. */
  readonly redisUrl: string | undefined;
  readonly view: LotView;
  /** Whether a person sits at a terminal. */
  readonly hasTerminal: boolean;
  /** Version of this program, for the records. */
  readonly program: string;
  /** Simulated boards take no time on wire and flash. */
  readonly fast: boolean;
  /** "kept-here": no record goes out, whatever the station's file says, as a demo's are nobody's business. */
  readonly records?: "kept-here" | undefined;
}
