import { formatNumber, Problem } from "@liss/ui";
import { Button, Progress } from "@mantine/core";
import { IconRosetteDiscountCheck, IconShieldSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, api } from "../api/client.ts";
import { openKeys } from "../i18n/open-keys.ts";
import classes from "./seal.module.css";
import { type PeriodVerification, verifyPeriod } from "./verify-period.ts";

type State =
  | { at: "rest" }
  | { at: "verifying"; done: number; of: number }
  | { at: "failed"; code: string }
  | { at: "done"; result: PeriodVerification };

const MOST = 20;

/** Verifies every entry of a period in this browser. Green only for what was proven here. */
export function PeriodSeal({ from, to }: { from: string; to: string }) {
  const { t, i18n } = useTranslation("explorer");
  const [state, setState] = useState<State>({ at: "rest" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function verify() {
    const controller = new AbortController();
    running.current = controller;
    setState({ at: "verifying", done: 0, of: 1 });
    try {
      const [logKeys, stretch] = await Promise.all([api.logKeys(), api.stretch(from, to)]);
      const result = await verifyPeriod({
        logKeys,
        stretch,
        ask: api.stretchPart,
        progress: (done, of) => setState({ at: "verifying", done, of }),
        signal: controller.signal,
      });
      setState({ at: "done", result });
    } catch (error) {
      if (controller.signal.aborted) return setState({ at: "rest" });
      setState({ at: "failed", code: error instanceof ApiProblem ? error.code : "unavailable" });
    }
  }

  return (
    <section className={classes.panel} aria-live="polite" aria-label={t("report.verify.title")}>
      {state.at === "failed" && (
        <Problem kind="warning">
          {openKeys(i18n, t)(`problems.${state.code}`) ?? t("problems.unavailable")}
        </Problem>
      )}
      {state.at === "done" && <Result result={state.result} />}
      {state.at === "rest" && <p className={classes.what}>{t("report.verify.what")}</p>}
      {state.at === "verifying" ? (
        <>
          <p className={classes.what}>
            {t("report.verify.progress", { done: formatNumber(state.done), of: formatNumber(state.of) })}
          </p>
          <Progress w="100%" value={(100 * state.done) / state.of} aria-label={t("report.verify.title")} />
          <Button variant="default" onClick={() => running.current?.abort()}>
            {t("report.verify.stop")}
          </Button>
        </>
      ) : (
        <Button
          variant={state.at === "done" ? "default" : "filled"}
          leftSection={<IconShieldSearch size={18} aria-hidden="true" />}
          onClick={() => void verify()}
        >
          {state.at === "done" ? t("seal.again") : t("report.verify.title")}
        </Button>
      )}
    </section>
  );
}

function Result({ result: { findings, from, to, checkpoints } }: { result: PeriodVerification }) {
  const { t } = useTranslation("explorer");
  if (findings.length > 0) {
    return (
      <div className={classes.broken} role="alert">
        <strong>{t("seal.title")}</strong>
        <ul>
          {findings.slice(0, MOST).map((finding) => (
            <li key={JSON.stringify(finding)}>
              {t(`report.verify.findings.${finding.kind}`, {
                index: "index" in finding ? finding.index : "",
                from: "from" in finding ? finding.from : "",
                to: "to" in finding ? finding.to - 1 : "",
                size: "size" in finding ? finding.size : "",
              })}
            </li>
          ))}
        </ul>
        {findings.length > MOST && <p>{t("report.verify.more", { count: findings.length - MOST })}</p>}
        <p>{t("seal.whatToDo")}</p>
      </div>
    );
  }
  return (
    <div className={classes.proven} data-seal="proven">
      <IconRosetteDiscountCheck size={30} stroke={1.6} aria-hidden="true" />
      <p>
        {t("report.verify.proven", {
          count: to - from,
          from,
          to: to - 1,
          checkpoints: formatNumber(checkpoints),
        })}
      </p>
    </div>
  );
}
