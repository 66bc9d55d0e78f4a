import { expect, test } from "vitest";
import { PoolWatch } from "../../../../apps/coordinator/identities/pool-watch.ts";
import type { PreparedLot } from "../../../../apps/coordinator/prepare/prepare-lot.ts";
import type { IdentityPool } from "../../../../libs/journal/identity-entries.ts";
import { JournalError } from "../../../../libs/journal/journal-error.ts";
import type { LineHappening } from "../../../../libs/station/station-event.ts";

/** A lot whose fixtures take identities from these pools; null: from none. */
const lotOf = (...pools: readonly (string | null)[]) =>
  ({
    recipes: new Map(
      pools.map((pool, at) => [
        `F0${at}`,
        pool === null ? {} : { identity: { recipe: { pool, fields: [] } } },
      ]),
    ),
  }) as unknown as Pick<PreparedLot, "recipes">;

test("what is left of a lot's pools is told once for each number, of no other pool, and never ends a line", () => {
  let pools: readonly IdentityPool[] | undefined = [
    { pool: "macs", fields: ["mac"], free: 3 },
    { pool: "others", fields: ["mac"], free: 9 },
  ];
  let reads = 0;
  const told: LineHappening[] = [];
  const journal = {
    identityPools: () => {
      reads += 1;
      if (pools === undefined) throw new JournalError("disk full");
      return pools;
    },
  };
  const watch = new PoolWatch(journal, lotOf("macs", null), (happening) => told.push(happening));
  watch.look();
  watch.look();
  pools = [{ pool: "macs", fields: ["mac"], free: 2 }];
  watch.look();
  pools = undefined;
  watch.look();
  expect(told).toEqual([
    { kind: "identities-left", pool: "macs", left: 3 },
    { kind: "identities-left", pool: "macs", left: 2 },
  ]);
  expect(reads).toBe(4);
  new PoolWatch(journal, lotOf(null), (happening) => told.push(happening)).look();
  expect(reads).toBe(4);
});
