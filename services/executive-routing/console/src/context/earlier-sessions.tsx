import type { Context } from "@liss/executive-routing/desk-api";
import { formatDateTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { contextQuery } from "../server/shift.ts";
import classes from "./context.module.css";

const GlassDialog = lazy(() => import("../glass/glass-dialog.tsx"));

type Earlier = Context["earlier"][number];

/** The other times that she wrote, once they are asked for: looking at them is on the record. */
export function EarlierSessions({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("desk");
  const navigate = useNavigate();
  const [asked, ask] = useState(false);
  const [breaking, breakGlass] = useState<Earlier | null>(null);
  const { data, isError } = useQuery({ ...contextQuery(sessionId), enabled: asked });
  return (
    <section>
      <h3>{t("glass.earlier.title")}</h3>
      {!asked && (
        <Button size="compact-sm" variant="default" onClick={() => ask(true)}>
          {t("glass.earlier.ask")}
        </Button>
      )}
      {isError && <Problem>{t("glass.earlier.failed")}</Problem>}
      {data?.earlier.length === 0 && <p className={classes.quiet}>{t("glass.earlier.none")}</p>}
      {data && data.earlier.length > 0 && (
        <ul className={classes.earlier}>
          {data.earlier.map((one) => (
            <Row key={one.id} earlier={one} onBreak={() => breakGlass(one)} />
          ))}
        </ul>
      )}
      <p className={classes.quiet}>{t("glass.earlier.hint")}</p>
      {breaking && (
        <Suspense>
          <GlassDialog
            sessionId={breaking.id}
            day={formatDateTime(breaking.openedAt)}
            onClose={() => breakGlass(null)}
            onOpened={() =>
              void navigate({ to: "/atenciones/$sessionId", params: { sessionId: breaking.id } })
            }
          />
        </Suspense>
      )}
    </section>
  );
}

function Row({ earlier, onBreak }: { earlier: Earlier; onBreak: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { id, openedAt, classification, reading } = earlier;
  const day = formatDateTime(openedAt);
  // Whoever does not see the row hears which one it is.
  const which = t("glass.earlier.ofDay", { day });
  return (
    <li>
      <span>
        {day}
        <span className={classes.actor}>
          {classification ? t(`shared:classifications.${classification}`) : t("glass.earlier.unclassified")}
        </span>
      </span>
      {reading === "open" && (
        <Link
          to="/atenciones/$sessionId"
          params={{ sessionId: id }}
          aria-label={`${t("glass.earlier.open")} ${which}`}
        >
          {t("glass.earlier.open")}
        </Link>
      )}
      {reading === "with-reason" && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={onBreak}
          aria-label={`${t("glass.earlier.withReason")} ${which}`}
        >
          {t("glass.earlier.withReason")}
        </Button>
      )}
      {reading === "none" && <span className={classes.quiet}>{t("glass.earlier.blocked")}</span>}
    </li>
  );
}
