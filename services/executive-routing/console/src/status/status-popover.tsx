import { formatTime } from "@liss/ui";
import { Popover } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import classes from "./status.module.css";

/** What works and what does not, and what that means for her and for whoever attends. */
export default function StatusPopover({
  children,
}: {
  /** The button, with what pressing it does. */
  children: (onClick: () => void) => ReactElement;
}) {
  const { t } = useTranslation("desk");
  const { status } = useDesk();
  const [opened, open] = useState(true);
  // It opens when it comes, and by then the focus may be anywhere: one key closes it all the same.
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => key === "Escape" && open(false);
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  // What was asked about one screen does not stay over the next.
  const place = useRouterState({ select: ({ location }) => location.pathname });
  const [askedAt, setAskedAt] = useState(place);
  if (askedAt !== place) {
    setAskedAt(place);
    open(false);
  }
  return (
    <Popover position="bottom-end" width={380} opened={opened} onChange={open}>
      <Popover.Target>{children(() => open(!opened))}</Popover.Target>
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
