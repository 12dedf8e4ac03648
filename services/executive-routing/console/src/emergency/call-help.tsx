import type { Context } from "@liss/executive-routing/desk-api";
import { formatTime, Problem, useServerClock } from "@liss/ui";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./emergency.module.css";

export type Step = NonNullable<Context["emergency"]>["steps"][number];

/** Whom she can call, by their numbers in Chile. Source: domain.md, emergencies. */
const numbers = { carabineros: "133", samu: "131", pdi: "134", bomberos: "132" } as const;
type Service = keyof typeof numbers;

/** The services with their numbers, one press to copy each, and one to write down that they were told. */
export function CallHelp({
  sessionId,
  steps,
  onTold,
}: {
  sessionId: string;
  steps: readonly Step[];
  onTold: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const clock = useServerClock();
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(sessionId);
  const [copied, setCopied] = useState<Service | null>(null);
  // A browser may refuse; the number stands there to be read.
  const copy = (service: Service) =>
    void navigator.clipboard.writeText(numbers[service]).then(
      () => setCopied(service),
      () => setCopied(null),
    );
  const tell = (service: Service) => {
    const toldAt = new Date(clock.now()).toISOString();
    act(
      { name: "emergency/steps", body: { stepId: newKey(), service, toldAt, procedureNumber: null } },
      onTold,
    );
  };
  return (
    <section aria-labelledby="emergency-help">
      <h3 id="emergency-help">{t("emergency.help.title")}</h3>
      <p className={classes.hint}>{t("emergency.help.hint")}</p>
      <ul className={classes.services}>
        {(Object.keys(numbers) as Service[]).map((service) => {
          const name = t(`emergency.services.${service}`);
          const number = numbers[service];
          const times = steps
            .filter((step) => step.service === service)
            .map(({ toldAt }) => formatTime(toldAt));
          return (
            <li key={service}>
              <span>
                {name}
                {times.length > 0 && <small>{t("emergency.help.at", { times: times.join(", ") })}</small>}
              </span>
              <Button
                size="xs"
                variant="subtle"
                data-autofocus={service === "carabineros" || undefined}
                aria-label={t(`emergency.help.${copied === service ? "copiedOf" : "copyOf"}`, {
                  service: name,
                  number,
                })}
                onClick={() => copy(service)}
              >
                {copied === service ? t("emergency.help.copied") : t("emergency.help.copy", { number })}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={t("emergency.help.toldOf", { service: name })}
                disabled={state !== "online" || acting !== null}
                onClick={() => tell(service)}
              >
                {t("emergency.help.told")}
              </Button>
            </li>
          );
        })}
      </ul>
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
    </section>
  );
}
