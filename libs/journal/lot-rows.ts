import { NO_LOT } from "../run/purpose.ts";
import type { JournalDatabase } from "./journal-database.ts";
import { type BindAnswer, findConflict, type LotBinding } from "./lot-binding.ts";

/** Binds a new lot; a known one only gets serials it did not have, unless its hashes differ. */
export const bindLot = (database: JournalDatabase, asked: LotBinding): BindAnswer =>
  database.atomically(() => {
    const bound = selectBinding(database, asked.lot);
    const differs = bound && findConflict(bound, asked);
    if (bound !== undefined && differs !== undefined) return { kind: "conflict", differs, bound };
    if (bound === undefined) {
      database.run(
        `INSERT INTO lot_bound (lot, started_at, recipes, images)
         VALUES (:lot, :startedAt, :recipes, :images)`,
        {
          lot: asked.lot,
          startedAt: asked.startedAt,
          recipes: JSON.stringify(asked.recipes),
          images: JSON.stringify(asked.images),
        },
      );
    }
    const known = new Set(bound?.serials);
    for (const serial of new Set(asked.serials)) {
      if (known.has(serial)) continue;
      database.run("INSERT INTO lot_serial (lot, serial) VALUES (:lot, :serial)", {
        lot: asked.lot,
        serial,
      });
    }
    return { kind: "bound" };
  });

/** What a lot is bound to, if it is. */
export const selectBinding = (database: JournalDatabase, lot: string): LotBinding | undefined => {
  const row = database.first("SELECT * FROM lot_bound WHERE lot = :lot", { lot });
  if (row === undefined) return undefined;
  const serials = database
    .rows("SELECT serial FROM lot_serial WHERE lot = :lot ORDER BY id", { lot })
    .map((serial) => database.text(serial, "serial"));
  return {
    lot,
    recipes: database.json<string[]>(row, "recipes"),
    images: database.json<string[]>(row, "images"),
    serials: serials.length === 0 ? null : serials,
    startedAt: database.text(row, "started_at"),
  };
};

/** Every lot ever bound or run, oldest first; what ran beside all lots is in none. */
export const selectLots = (database: JournalDatabase): readonly string[] =>
  database
    .rows(
      `SELECT lot FROM (SELECT lot, started_at FROM lot_bound
                        UNION ALL SELECT lot, started_at FROM run_started WHERE lot <> :none)
       GROUP BY lot ORDER BY min(started_at), lot`,
      { none: NO_LOT },
    )
    .map((row) => database.text(row, "lot"));
