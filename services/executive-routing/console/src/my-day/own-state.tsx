import type { MyShift } from "@liss/executive-routing/desk-api";
import { formatTime, Problem, useServerSecond } from "@liss/ui";
import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { declarePresence, myShiftQuery, sayReady, takeMeOff } from "../server/shift.ts";
import classes from "./my-day.module.css";

const states = ["here", "break", "off"] as const;
type State = (typeof states)[number];

/** Here, on a break or off; whether the next comes by itself; and the one tap that asks for no reason. */
export function OwnState({ shift, attending }: { shift: MyShift; attending: number }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state: connection } = useLive();
  const queries = useQueryClient();
  const now = useServerSecond();
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (change: { presence: State } | { ready: boolean } | { takenOff: boolean }) =>
      "presence" in change
        ? declarePresence(change.presence)
        : "ready" in change
          ? sayReady(change.ready)
          : takeMeOff(change.takenOff),
    onSettled: () => queries.invalidateQueries({ queryKey: myShiftQuery.queryKey }),
  });
  // What she chose is shown while it is on its way; what the server says stands.
  const shown = { ...shift, ...(isPending ? variables : undefined) };
  const presence: State = shown.presence === "break" || shown.presence === "off" ? shown.presence : "here";
  const able = connection === "online" && !isPending;
  const protectedNow = shift.protectedUntil !== null && Date.parse(shift.protectedUntil) > now;
  return (
    <>
      <section className={classes.part} aria-labelledby="my-day-state">
        <h3 id="my-day-state">{t("myDay.state.title")}</h3>
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        <SegmentedControl
          fullWidth
          aria-label={t("myDay.state.label")}
          value={presence}
          disabled={!able}
          onChange={(value) => mutate({ presence: value as State })}
          data={states.map((value) => ({ value, label: t(`myDay.state.${value}`) }))}
        />
        <p className={classes.hint}>{t(`myDay.state.hints.${presence}`)}</p>
        {presence === "off" && attending > 0 && (
          <Problem kind="warning">{t("myDay.state.offWithSessions", { count: attending })}</Problem>
        )}
        {protectedNow && shift.protectedUntil && (
          <Problem kind="info">
            {t("myDay.state.protected", { time: formatTime(shift.protectedUntil) })}
          </Problem>
        )}
        <Checkbox
          label={t("myDay.state.ready")}
          description={t("myDay.state.readyHint")}
          checked={shown.ready}
          disabled={!able || presence === "off"}
          onChange={(event) => mutate({ ready: event.currentTarget.checked })}
        />
      </section>
      <section className={classes.part} aria-labelledby="my-day-off">
        <h3 id="my-day-off">{t("myDay.off.title")}</h3>
        <p className={classes.hint}>{shown.takenOff ? t("myDay.off.now") : t("myDay.off.hint")}</p>
        <Button variant="default" disabled={!able} onClick={() => mutate({ takenOff: !shown.takenOff })}>
          {t(shown.takenOff ? "myDay.off.back" : "myDay.off.take")}
        </Button>
      </section>
    </>
  );
}
