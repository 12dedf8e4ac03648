import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconRosetteDiscountCheck, IconShieldSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import classes from "./seal.module.css";
import type { Seal } from "./use-seal.ts";
import type { Verification } from "./verify.ts";

/** Asks for the proof of a session and shows what this browser found. Green only for what was proven here. */
export function SealPanel({ seal }: { seal: Seal }) {
  const { t, i18n } = useTranslation("explorer");
  const { state } = seal;
  const busy = state.at === "verifying";
  const done = state.at === "done";
  return (
    <section className={classes.panel} aria-live="polite">
      {state.at === "failed" && (
        <Problem kind="warning">
          {state.code === "unsupported"
            ? t("seal.unsupported")
            : (openKeys(i18n, t)(`problems.${state.code}`) ?? t("problems.unavailable"))}
        </Problem>
      )}
      {done && <Result result={state.result} />}
      {!done && <p className={classes.what}>{busy ? t("seal.verifying") : t("seal.what")}</p>}
      <Button
        variant={done ? "default" : "filled"}
        loading={busy}
        leftSection={<IconShieldSearch size={18} aria-hidden="true" />}
        onClick={() => void seal.verify()}
      >
        {done ? t("seal.again") : t("seal.verify")}
      </Button>
    </section>
  );
}

function Result({ result }: { result: Verification }) {
  const { t } = useTranslation("explorer");
  const { broken, seal, proven, pending } = result;
  if (broken || !seal) {
    const { index, reason } = broken ?? { index: null, reason: "signature" as const };
    return (
      <div className={classes.broken} role="alert">
        <strong>{t("seal.title")}</strong>
        <p>
          {index === null ? (
            t(`seal.broken.${reason}`, { index: "" })
          ) : (
            <a href={`#entrada-${index}`}>{t(`seal.broken.${reason}`, { index })}</a>
          )}
        </p>
        <p>{t("seal.whatToDo")}</p>
      </div>
    );
  }
  return (
    <div className={classes.proven} data-seal="proven">
      <IconRosetteDiscountCheck size={30} stroke={1.6} aria-hidden="true" />
      <div>
        <p>{t("seal.proven", { count: proven, size: seal.size })}</p>
        {pending > 0 && <p>{t("seal.pending", { count: pending })}</p>}
        <p className={classes.fine}>
          {t("seal.key", { id: seal.keyId })} · {t("seal.root", { root: seal.root.slice(0, 12) })}
        </p>
      </div>
    </div>
  );
}
