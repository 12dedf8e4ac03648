import { formatTime } from "@liss/ui";
import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import classes from "./status.module.css";

/** What works and what does not, and what that means for her and for whoever attends. */
export default function StatusPopover({ children }: { children: ReactNode }) {
  const { t } = useTranslation("desk");
  const { status } = useDesk();
  return (
    <Popover position="bottom-end" width={380} defaultOpened>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={classes.popover} aria-label={t("status.title")}>
        <h2>{status.troubles.length === 0 ? t("status.well") : t("status.title")}</h2>
        {status.troubles.length === 0 && <p>{t("status.wellHint")}</p>}
        {!status.open && (
          <Trouble name={t("status.closed")} her={t("status.closedHer")} you={t("status.closedYou")} />
        )}
        {status.troubles.map(({ kind, since }) => (
          <Trouble
            key={kind}
            name={t(`status.kinds.${kind}.name`)}
            since={since}
            her={t(`status.kinds.${kind}.her`)}
            you={t(`status.kinds.${kind}.you`)}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Trouble({ name, since, her, you }: { name: string; since?: string; her: string; you: string }) {
  const { t } = useTranslation("desk");
  return (
    <section className={classes.trouble}>
      <h3>
        {name} {since && <time dateTime={since}>{t("status.since", { time: formatTime(since) })}</time>}
      </h3>
      <dl>
        <div>
          <dt>{t("status.forHer")}</dt>
          <dd>{her}</dd>
        </div>
        <div>
          <dt>{t("status.forYou")}</dt>
          <dd>{you}</dd>
        </div>
      </dl>
    </section>
  );
}
