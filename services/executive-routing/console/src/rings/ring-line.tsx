import type { SessionCard } from "@liss/executive-routing/desk-api";
import { useServerSecond } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { secondsLeft } from "./ring.ts";
import classes from "./ring-line.module.css";
import { type RingState, ringStateOf } from "./ring-state.ts";

/** For whom an emergency that waits rings now, in one line; nothing for what does not ring. */
export function RingLine({
  card,
  nameOf,
}: {
  card: SessionCard;
  nameOf?: (id: string) => string | undefined;
}) {
  const state = ringStateOf(card, useMe().id);
  if (!state) return null;
  const name = state.kind === "one" && state.to ? nameOf?.(state.to) : undefined;
  return <Ringing state={state} name={name} />;
}

function Ringing({ state, name }: { state: RingState; name: string | undefined }) {
  const { t } = useTranslation("desk");
  return (
    <span className={classes.line} data-ring-state={state.kind}>
      {name ? t("rings.states.named", { name }) : t(`rings.states.${state.kind}`)}
      {state.until && <Left until={state.until} />}
    </span>
  );
}

function Left({ until }: { until: string }) {
  const { t } = useTranslation("desk");
  return (
    <span className="liss-tabular">
      {" · "}
      {t("rings.seconds", { count: secondsLeft(until, useServerSecond()) })}
    </span>
  );
}
