import type { Retention } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./retention.module.css";
import type { Kept } from "./retention-api.ts";

const columns = ["who", "closed", "goes", "hold"] as const;

/** Closed conversations, the next to go first; those that somebody has kept at the end. */
export function KeptTable({ retention, onHold }: { retention: Retention; onHold: (kept: Kept) => void }) {
  const { t } = useTranslation("desk");
  const { kept, more, contentHours: hours, factsDays: days, takenBack } = retention;
  return (
    <section className={classes.part} aria-labelledby="data-kept">
      <h3 id="data-kept">{t("data.kept.title")}</h3>
      <p className={classes.hint}>{t("data.kept.hint", { hours, days })}</p>
      <p className={classes.hint}>{t(`data.takenBack.${takenBack}`)}</p>
      {kept.length === 0 ? (
        <p className={classes.hint}>{t("data.kept.none")}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`data.kept.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kept.map((one) => (
              <tr key={one.sessionId} data-late={one.hold?.overdue || undefined}>
                <th scope="row">{one.codeName}</th>
                <td>{formatDateTime(one.closedAt)}</td>
                <td>{one.goesAt ? formatDateTime(one.goesAt) : t("data.kept.held")}</td>
                <td>
                  <HoldCell kept={one} onHold={onHold} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p className={classes.hint}>{t("data.kept.more", { count: more })}</p>}
    </section>
  );
}

function HoldCell({ kept, onHold }: { kept: Kept; onHold: (kept: Kept) => void }) {
  const { t } = useTranslation("desk");
  const { hold, codeName } = kept;
  const button = (name: "hold" | "review") => (
    <Button
      size="xs"
      variant="default"
      aria-label={t(`data.kept.${name}Of`, { codeName })}
      onClick={() => onHold(kept)}
    >
      {t(`data.kept.${name}`)}
    </Button>
  );
  if (hold === null) return button("hold");
  const until = formatDateTime(hold.reviewAt);
  return (
    <>
      <p>{t(`data.holdReasons.${hold.reason}`)}</p>
      <p className={classes.hint}>
        {t("data.kept.by", { name: hold.byName, reviewer: hold.reviewerName, until })}
        {hold.overdue && <strong> {t("data.kept.overdue")}</strong>}
      </p>
      {hold.mine ? <p className={classes.hint}>{t("data.kept.ownHint")}</p> : button("review")}
    </>
  );
}
