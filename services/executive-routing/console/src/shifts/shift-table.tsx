import type { ShiftHistory } from "@liss/executive-routing/desk-api";
import { formatDuration, formatTime, TierShape } from "@liss/ui";
import { useTranslation } from "react-i18next";
import classes from "./shifts.module.css";

const times = { present: "presentMs", away: "awayMs", paused: "pausedMs" } as const;
const counts = ["taken", "received", "transferred", "closed", "imminent", "ringsMissed", "silences"] as const;

/** What the picture shows, in numbers. By name: nobody stands before another. */
export function ShiftTable({ people }: { people: ShiftHistory["people"] }) {
  const { t } = useTranslation("desk");
  return (
    // A region that scrolls can be reached with the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes.scroll} aria-label={t("shifts.table")} tabIndex={0}>
      <table className={classes.table}>
        <caption>{t("shifts.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("shifts.columns.name")}</th>
            {(Object.keys(times) as (keyof typeof times)[]).map((name) => (
              <th key={name} scope="col">
                {t(`shifts.columns.${name}`)}
              </th>
            ))}
            {counts.map((name) => (
              <th key={name} scope="col">
                {t(`shifts.columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map(({ id, name, figures }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {Object.values(times).map((field) => (
                <td key={field}>{figures[field] > 0 ? formatDuration(figures[field]) : t("shifts.none")}</td>
              ))}
              {counts.map((field) => (
                <td key={field}>{figures[field] > 0 ? figures[field] : t("shifts.none")}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Each emergency of the shift: how long it was open, and with whom. */
export function ShiftEmergencies({ emergencies }: { emergencies: ShiftHistory["emergencies"] }) {
  const { t } = useTranslation("desk");
  return (
    <section aria-labelledby="shift-emergencies">
      <h3 id="shift-emergencies">{t("shifts.emergencies")}</h3>
      {emergencies.length === 0 && <p className={classes.hint}>{t("shifts.noEmergencies")}</p>}
      <ul className={classes.emergencies}>
        {emergencies.map(({ sessionId, codeName, from, to, open, ownerName }) => (
          <li key={sessionId + from}>
            <TierShape tier="imminent" />
            <strong>{codeName ?? t("shifts.forgotten")}</strong>
            <span>
              {open
                ? t("shifts.emergencyOpen", { from: formatTime(from) })
                : t("shifts.emergency", {
                    from: formatTime(from),
                    to: formatTime(to),
                    duration: formatDuration(Date.parse(to) - Date.parse(from)),
                  })}
            </span>
            <span>{ownerName ? t("shifts.by", { name: ownerName }) : t("shifts.nobody")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
