import { formatDateTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import tables from "../app/table.module.css";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./kept-away.module.css";
import { endWall, type Wall, type WallEnding, wallsQuery } from "./kept-away-api.ts";
import { keptAway } from "./texts.es-cl.ts";

const reasons = Object.keys(keptAway.walls.reasons) as WallEnding[];
const EndingDialog = lazy(() => import("./ending-dialog.tsx"));
const columns = ["person", "contact", "since"] as const;

/** Beside the team: who declared to know which contact, and the way out of it. */
export function WallsTable() {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { data: walls, error, isError } = useQuery(wallsQuery);
  const [ending, end] = useState<Wall | null>(null);
  const [ended, setEnded] = useState<Wall | null>(null);
  return (
    <section className={classes.walls} aria-labelledby="walls-title">
      <h3 id="walls-title">{t("keptAway.walls.title")}</h3>
      <p className={classes.hint}>{t("keptAway.walls.hint")}</p>
      {ended && (
        <Problem kind="info" onClose={() => setEnded(null)}>
          {t("keptAway.walls.done", { name: ended.personName, codeName: ended.codeName })}
        </Problem>
      )}
      {isError && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {walls?.length === 0 && <p className={classes.none}>{t("keptAway.walls.none")}</p>}
      {walls && walls.length > 0 && (
        <table className={tables.list}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`keptAway.walls.columns.${column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {walls.map((wall) => (
              <tr key={wall.id}>
                <th scope="row">{wall.personName}</th>
                <td>{wall.codeName}</td>
                <td>{formatDateTime(wall.since)}</td>
                <td>
                  <Button
                    size="xs"
                    variant="default"
                    disabled={state !== "online"}
                    aria-label={t("keptAway.walls.endOf", { name: wall.personName, codeName: wall.codeName })}
                    onClick={() => end(wall)}
                  >
                    {t("keptAway.walls.end")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ending && (
        <Suspense>
          <EndingDialog
            title={t("keptAway.walls.endTitle", { name: ending.personName, codeName: ending.codeName })}
            what={t("keptAway.walls.what", { name: ending.personName })}
            confirm={t("keptAway.walls.save")}
            reasons={reasons.map((value) => ({
              value,
              label: t(`keptAway.walls.reasons.${value}`),
              end: (key) => endWall(ending, value, key),
            }))}
            list={wallsQuery.queryKey}
            onDone={() => setEnded(ending)}
            onClose={() => end(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
