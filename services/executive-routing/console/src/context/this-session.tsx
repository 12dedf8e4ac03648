import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { Classify } from "../closing/classify.tsx";
import { Blocking } from "../keeping/blocking.tsx";
import { Knowing } from "../knowing/knowing.tsx";
import { OtherChannel } from "../other-channel/other-channel.tsx";
import { SessionTrace } from "../trace/session-trace.tsx";
import classes from "./context.module.css";

/** Since when, with whom, what kind of conversation it is; and what is decided about it rarely. */
export function ThisSession({
  card,
  mine,
  supervisor,
}: {
  card: SessionCard;
  mine: boolean;
  supervisor: boolean;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  return (
    <section>
      <h3>{t("context.facts")}</h3>
      <dl className={classes.facts}>
        <Fact name={t("context.opened")} value={formatDateTime(card.openedAt)} />
        <Fact name={t("context.claimed")} value={card.owner?.name ?? t("context.nobody")} />
        <Fact name={t("context.lastMessage")} value={formatDateTime(card.lastMessageAt)} />
        <Fact
          name={t("classify.name")}
          value={
            card.classification ? t(`shared:classifications.${card.classification}`) : t("classify.none")
          }
        />
      </dl>
      <p className={classes.quiet}>{t(card.returning ? "context.returning" : "context.first")}</p>
      <div className={classes.acts}>
        {mine && <Classify card={card} />}
        {(mine || supervisor) && <OtherChannel card={card} />}
        <Knowing card={card} mine={mine} keyed />
        {(mine || supervisor) && <Blocking card={card} supervisor={supervisor} />}
        {supervisor && <SessionTrace key={card.id} sessionId={card.id} />}
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
