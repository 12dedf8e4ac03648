import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import context from "../context/context.module.css";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";
import { inShort, type Unsaved } from "./in-short.ts";
import { isSettled } from "./loop.ts";
import { factsQuery, followUpsQuery, referralsQuery } from "./server.ts";
import { Unfetched } from "./unfetched.tsx";

const CaseDialog = lazy(() => import("./case-dialog.tsx"));
const list = new Intl.ListFormat("es-CL");

/** In the context column: the case in short, and the way to all of it. */
export function CaseSection({ card }: { card: SessionCard }) {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  // Kept here: a dialog that is closed by mistake loses nothing.
  const [unsaved, setUnsaved] = useState<Unsaved>({});
  const facts = useQuery(factsQuery(card.id));
  const referrals = useQuery(referralsQuery(card.id));
  const followUps = useQuery(followUpsQuery);
  useKeys({ case: () => setOpen(true) });
  const awaited = referrals.data?.referrals.filter((referral) => !isSettled(referral)).length ?? 0;
  const next = followUps.data?.find(({ sessionId }) => sessionId === card.id);
  const left = Object.keys(unsaved).length;
  return (
    <section aria-labelledby="case-title">
      <h3 id="case-title">{t("case.title")}</h3>
      <Unfetched asked={facts} />
      {facts.data && <InShort facts={facts.data} />}
      <div className={context.act}>
        {awaited > 0 && <p>{t("case.waiting", { count: awaited })}</p>}
        {next && <p>{t("case.next", { time: formatDateTime(next.dueAt) })}</p>}
        {left > 0 && <p role="status">{t("case.unsaved", { count: left })}</p>}
        <Button
          size="compact-sm"
          variant="default"
          title={nameOfKey("case")}
          aria-keyshortcuts={nameOfKey("case")}
          onClick={() => setOpen(true)}
        >
          {t("case.open")}
        </Button>
      </div>
      {open && (
        <Suspense>
          <CaseDialog card={card} unsaved={unsaved} onWrite={setUnsaved} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}

function InShort({ facts }: { facts: Parameters<typeof inShort>[0] }) {
  const { t } = useTranslation("desk");
  const { known, missing, written } = inShort(facts);
  const names = missing.map((field) => t(`case.fields.${field}`).toLocaleLowerCase("es-CL"));
  return (
    <>
      {written === 0 && <p className={context.quiet}>{t("case.none")}</p>}
      {known.length > 0 && (
        <dl className={context.facts}>
          {known.map(({ field, value }) => (
            <div key={field}>
              <dt>{t(`case.fields.${field}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {written > 0 && (
        <p className={context.quiet}>{t("case.count", { known: written, total: facts.length })}</p>
      )}
      {names.length > 0 && <p className={context.quiet}>{t("case.missing", { list: list.format(names) })}</p>}
    </>
  );
}
