import type { Summary } from "@liss/audit/auditor-api";
import { formatNumber } from "@liss/ui";
import { Button } from "@mantine/core";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import classes from "./period.module.css";

type Stage = Summary["stages"][number]["stage"];

/** Accepted → seen → answered → closed, each as a bar of what was accepted; what is missing is red and can be opened. */
export function FlowPicture({
  summary: { accepted, stages },
  chosen,
  onChoose,
}: {
  summary: Summary;
  chosen: Stage | undefined;
  onChoose: (stage: Stage) => void;
}) {
  const { t } = useTranslation("explorer");
  return (
    <ol className={classes.flow} aria-label={t("period.flow")}>
      <li className={classes.stage}>
        <Title name={t("period.accepted")} hint={t("period.acceptedHint")} />
        <p className={classes.count}>{formatNumber(accepted)}</p>
        <Bar share={1} />
      </li>
      {stages.map(({ stage, messages }) => {
        const missing = accepted - messages;
        return (
          <li key={stage} className={classes.stage}>
            <Title name={t(`period.stages.${stage}`)} hint={t(`period.stagesHint.${stage}`)} />
            <p className={classes.count}>{formatNumber(messages)}</p>
            <Bar share={messages / accepted} />
            {missing === 0 ? (
              <p className={classes.none}>{t("period.none")}</p>
            ) : (
              <Button
                size="compact-sm"
                variant="default"
                aria-expanded={chosen === stage}
                className={classes.missing}
                onClick={() => onChoose(stage)}
              >
                {t("period.missing", { count: missing })}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Title({ name, hint }: { name: string; hint: string }) {
  return (
    <h2 className={classes.stageName}>
      {name} <span>{hint}</span>
    </h2>
  );
}

/** The figure beside it says the same in words. */
function Bar({ share }: { share: number }) {
  return (
    <div className={classes.bar} aria-hidden="true" data-whole={share === 1 || undefined}>
      <div style={{ "--share": share } as CSSProperties} />
    </div>
  );
}
