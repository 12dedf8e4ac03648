import { formatDateTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./kept-away.module.css";
import { type Blocked as Block, blocksQuery, type Lifting, liftBlock } from "./kept-away-api.ts";
import { keptAway } from "./texts.es-cl.ts";

const reasons = Object.keys(keptAway.blocks.reasons) as Lifting[];
const EndingDialog = lazy(() => import("./ending-dialog.tsx"));

/** On the wall: who does not reach the queue because she abused the channel, until when, and the way back. */
export function Blocked() {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { data: blocks, error, isError } = useQuery(blocksQuery);
  const [lifting, lift] = useState<Block | null>(null);
  const [lifted, setLifted] = useState<string | null>(null);
  return (
    <section className={classes.blocked} aria-labelledby="wall-blocked">
      <h3 id="wall-blocked">
        {t("keptAway.blocks.title")} {blocks && <span>{blocks.length}</span>}
      </h3>
      {lifted && (
        <Problem kind="info" onClose={() => setLifted(null)}>
          {t("keptAway.blocks.done", { codeName: lifted })}
        </Problem>
      )}
      {isError && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {blocks?.length === 0 && <p className={classes.none}>{t("keptAway.blocks.none")}</p>}
      <ul className={classes.blocks}>
        {blocks?.map((block) => (
          <li key={block.id}>
            <div>
              <strong>{block.codeName}</strong>{" "}
              <time dateTime={block.until}>
                {t("keptAway.blocks.until", { until: formatDateTime(block.until) })}
              </time>
              <p>
                {t("keptAway.blocks.by", {
                  reason: t(`keeping.block.reasons.${block.reason}`),
                  name: block.byName,
                  since: formatDateTime(block.since),
                })}
              </p>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              disabled={state !== "online"}
              aria-label={t("keptAway.blocks.liftOf", { codeName: block.codeName })}
              onClick={() => lift(block)}
            >
              {t("keptAway.blocks.lift")}
            </Button>
          </li>
        ))}
      </ul>
      {lifting && (
        <Suspense>
          <EndingDialog
            title={t("keptAway.blocks.liftTitle", { codeName: lifting.codeName })}
            what={t("keptAway.blocks.what")}
            confirm={t("keptAway.blocks.save")}
            reasons={reasons.map((value) => ({
              value,
              label: t(`keptAway.blocks.reasons.${value}`),
              end: (key) => liftBlock(lifting, value, key),
            }))}
            list={blocksQuery.queryKey}
            onDone={() => setLifted(lifting.codeName)}
            onClose={() => lift(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
