import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem, WaitingClock } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { NumberReveal } from "../number/number-reveal.tsx";
import { contextQuery } from "../server/shift.ts";
import { CallHelp } from "./call-help.tsx";
import classes from "./emergency.module.css";
import { Known } from "./known.tsx";
import { RecordForm } from "./record-form.tsx";

const list = new Intl.ListFormat("es-CL");

/** Everything about an emergency on one card: its clock, whom to call, what is known, and how it ended. Source: invariant 6. */
export default function EmergencyCard({ card, onClose }: { card: SessionCard; onClose: () => void }) {
  const { t } = useTranslation("desk");
  const { data, refetch } = useQuery(contextQuery(card.id));
  const steps = data?.emergency?.steps ?? [];
  const missing = [
    ...(steps.length === 0 ? [t("emergency.missing.told")] : []),
    t("emergency.missing.outcome"),
  ];
  const inDanger = card.tier === "imminent" || card.emergencySince !== null;
  const again = () => void refetch();
  return (
    <Dialog wide onClose={onClose} title={t("emergency.title", { codeName: card.codeName })}>
      <div className={classes.card}>
        <div className={classes.state}>
          {card.emergencySince && (
            <p className={classes.clock}>
              {t("emergency.clock")} <WaitingClock since={card.emergencySince} />
            </p>
          )}
          {card.owner && <p>{t("emergency.attends", { name: card.owner.name })}</p>}
        </div>
        {card.emergencyRecorded ? (
          <Problem kind="info">{t("emergency.complete")}</Problem>
        ) : inDanger ? (
          <Problem kind="warning">{t("emergency.missing.sentence", { list: list.format(missing) })}</Problem>
        ) : (
          <Problem kind="info">{t("emergency.none")}</Problem>
        )}
        <div className={classes.columns}>
          <div>
            <CallHelp sessionId={card.id} steps={steps} onTold={again} />
            {inDanger && <NumberReveal sessionId={card.id} supervisor={false} />}
          </div>
          {data && (
            <Known
              sessionId={card.id}
              facts={data.emergency?.facts ?? null}
              places={data.notes.filter(({ kind }) => kind === "place")}
              onNoted={again}
            />
          )}
        </div>
        <RecordForm card={card} told={steps[0]} onClose={onClose} />
      </div>
    </Dialog>
  );
}
