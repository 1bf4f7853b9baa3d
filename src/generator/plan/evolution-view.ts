import type { EvolutionView } from "../../../templates/views.js";
import type { Contract } from "../../contract/contract.js";
import type { FormerContract } from "../history/contract-history.js";

export function evolutionView({ operations }: Contract, former: readonly FormerContract[]): EvolutionView {
  return {
    formerNames: operations.flatMap(({ name, renamedFrom = [] }) =>
      renamedFrom.map((old) => [old, name] as const),
    ),
    upgraded: operations.filter(({ upgrades = 0 }) => upgrades > 0).map(({ name }) => name),
    former: former.flatMap(({ fingerprint, verdict: { refused, operations, upgrades } }) =>
      refused || operations || upgrades
        ? [
            [
              fingerprint,
              {
                ...(refused && { refused }),
                ...(operations && { operations }),
                ...(upgrades && { upgrades }),
              },
            ] as const,
          ]
        : [],
    ),
  };
}
