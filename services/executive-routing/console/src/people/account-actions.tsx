import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Handing } from "./link-dialog.tsx";
import classes from "./people.module.css";
import { deactivate, type Member, reactivate, recover } from "./people-api.ts";
import { useChange } from "./use-change.ts";

type Act = "recover" | "deactivate" | "reactivate";

/** Letting her back in, closing her account, opening it again: each asked twice, for none can be taken back. */
export function AccountActions({
  member,
  onLink,
  onClosed,
}: {
  member: Member;
  onLink: (handing: Handing) => void;
  onClosed: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const [sure, ask] = useState<Act | null>(null);
  const change = useChange(
    async () => {
      if (sure === "recover") return recover(member.id);
      if (sure === "reactivate") return reactivate(member.id);
      await deactivate(member.id);
      return null;
    },
    (link) => (link ? onLink({ name: member.name, url: link.url, until: link.expiresAt }) : onClosed()),
  );
  const possible: Act[] = member.active ? ["recover", "deactivate"] : ["reactivate"];
  return (
    <section className={classes.account} aria-labelledby="account-title">
      <h3 id="account-title">{t("people.account.title")}</h3>
      {change.refused && <Problem>{t(`shared:refusals.${change.refused}`)}</Problem>}
      {possible.map((act) => (
        <div key={act} className={classes.act}>
          <p className={classes.hint}>{t(`people.account.${act}Hint`)}</p>
          {sure === act ? (
            <div className={classes.sure}>
              <span>{t(`people.account.${act}Sure`, { name: member.name })}</span>
              <Button
                size="xs"
                color={act === "reactivate" ? "accent" : "red"}
                loading={change.busy}
                onClick={change.start}
              >
                {t("people.account.yes")}
              </Button>
              <Button size="xs" variant="default" onClick={() => ask(null)}>
                {t("people.account.no")}
              </Button>
            </div>
          ) : (
            <Button size="xs" variant="default" onClick={() => ask(act)}>
              {t(`people.account.${act}`)}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
