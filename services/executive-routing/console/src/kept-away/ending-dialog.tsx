import { Problem } from "@liss/ui";
import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useWorkbench } from "../app/workbench.ts";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import classes from "./kept-away.module.css";

type Ending = {
  title: string;
  /** What follows from it. */
  what: string;
  confirm: string;
  reasons: { value: string; label: string; end: (key: string) => Promise<object> }[];
  /** The list that it is taken from. */
  list: readonly string[];
  onDone: () => void;
  onClose: () => void;
};

/** Ends a wall or a block: once more what follows, and why. The list is asked anew, whatever came of it. */
export default function EndingDialog({ title, what, confirm, reasons, list, onDone, onClose }: Ending) {
  const { t } = useTranslation(["desk", "shared"]);
  const { queries } = useWorkbench();
  const { state } = useLive();
  const [reason, choose] = useState<Ending["reasons"][number] | null>(null);
  const [missing, setMissing] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (end: () => Promise<object>) => end(),
    onSuccess: () => {
      onDone();
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: list }),
  });
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setMissing(reason === null);
    const key = newKey();
    if (reason !== null) mutate(() => reason.end(key));
  }
  const code = error && codeOf(error);
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <Text>{what}</Text>
          <Radio.Group
            label={t("keptAway.why")}
            value={reason?.value ?? ""}
            onChange={(chosen) => choose(reasons.find(({ value }) => value === chosen) ?? null)}
            error={missing && reason === null && t("keptAway.missing")}
          >
            <div className={classes.reasons}>
              {reasons.map(({ value, label }, at) => (
                <Radio key={value} value={value} label={label} data-autofocus={at === 0 || undefined} />
              ))}
            </div>
          </Radio.Group>
          {code && (
            <Problem>{code === "not-found" ? t("keptAway.gone") : t(`shared:refusals.${code}`)}</Problem>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("keptAway.cancel")}
            </Button>
            <Button type="submit" loading={isPending} disabled={state !== "online"}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
