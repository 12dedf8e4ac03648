import { Problem } from "@liss/ui";
import { Button, Checkbox, Radio } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useWorkbench } from "../app/workbench.ts";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import { desk } from "../texts.es-cl.ts";
import classes from "./guides.module.css";
import { agreeClosing, type Guide, type Phone } from "./server.ts";

const phones = Object.keys(desk.guides.phones) as Phone[];

/** One card: what to do, words for her that go into the composer, and what nobody can do about it. */
export default function GuideDialog({
  guide,
  sessionId,
  mine,
  onClose,
}: {
  guide: Guide;
  sessionId: string;
  mine: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { drafts } = useWorkbench();
  const [phone, setPhone] = useState<Phone>("unknown");
  const [used, setUsed] = useState<string | null>(null);
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  const [key] = useState(newKey);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => agreeClosing(sessionId, { phone, steps: [...agreed] }, key),
  });
  const closing = guide.kind === "closing";
  // Into the composer and no further: what leaves passes the gate, under her eyes.
  function use(id: string, text: string): void {
    drafts.write(sessionId, [drafts.of(sessionId).trim(), text].filter(Boolean).join("\n"));
    setUsed(id);
  }
  return (
    <Dialog onClose={onClose} title={guide.title}>
      <p className={classes.hint}>{guide.when}</p>
      {closing && (
        <Radio.Group
          label={t("guides.phone")}
          value={phone}
          onChange={(value) => setPhone(value as Phone)}
          className={classes.phones ?? ""}
        >
          {phones.map((value) => (
            <Radio key={value} value={value} label={t(`guides.phones.${value}`)} mt={4} />
          ))}
        </Radio.Group>
      )}
      <ol className={classes.steps}>
        {guide.steps.map((step) => {
          const text = typeof step.say === "object" ? step.say[phone] : step.say;
          return (
            <li key={step.id}>
              <p>{step.do}</p>
              {text && <q className={classes.say}>{text}</q>}
              {text && mine && (
                <Button
                  size="compact-sm"
                  variant="light"
                  aria-label={t("guides.useNamed", { text })}
                  onClick={() => use(step.id, text)}
                >
                  {t("guides.use")}
                </Button>
              )}
              {used === step.id && <span role="status">{t("guides.used")}</span>}
              {closing && mine && (
                <Checkbox
                  className={classes.agreed ?? ""}
                  label={t("guides.done")}
                  checked={agreed.includes(step.id)}
                  onChange={({ currentTarget: { checked } }) =>
                    setAgreed((steps) =>
                      checked ? [...steps, step.id] : steps.filter((one) => one !== step.id),
                    )
                  }
                />
              )}
            </li>
          );
        })}
      </ol>
      <h4>{t("guides.cannot")}</h4>
      <ul className={classes.cannot}>
        {guide.cannot.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className={classes.hint}>{t("guides.of", { date: guide.version })}</p>
      {error && <Problem kind="warning">{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {isSuccess && <Problem kind="info">{t("guides.saved")}</Problem>}
      {closing && mine && !isSuccess && (
        <Button loading={isPending} disabled={agreed.length === 0} onClick={() => mutate()}>
          {t("guides.save")}
        </Button>
      )}
    </Dialog>
  );
}
